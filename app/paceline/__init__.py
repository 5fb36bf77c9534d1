"""Paceline: local chat in which speculative decoding is seen, measured and trusted."""

__version__ = "0.1.0"

APPLICATION_ID = "io.github.paceline.Paceline"
"""What desktops know the program by: its desktop entry, its AppStream data, its windows."""
