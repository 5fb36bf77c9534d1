"""Models on this machine and where they come from."""
