"""Replies beside each other: several answers at once, two settings, and the parity check."""
