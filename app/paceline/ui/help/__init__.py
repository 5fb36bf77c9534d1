"""What explains the program: its keys, its colours, and itself."""
