"""The command line: what may be asked for, and its help."""
