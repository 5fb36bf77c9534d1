"""Chats of other programs, and our own exports, as values that a history takes in."""
