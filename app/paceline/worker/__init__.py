"""The engine process: it turns commands into engine calls and rounds into events."""
