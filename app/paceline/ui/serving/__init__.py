"""The local server, from the window: started and stopped, explained and watched."""
