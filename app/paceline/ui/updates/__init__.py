"""Newer versions, in the window: consent, a quiet word, and what has changed."""
