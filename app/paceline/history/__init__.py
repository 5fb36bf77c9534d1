"""Conversations on disk; used by the window and the command line, and the only user of SQLite."""
