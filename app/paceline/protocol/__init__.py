"""The messages between window and engine process, and how they travel."""
