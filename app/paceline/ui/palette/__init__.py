"""One field that leads to every action, chat and setting."""
