"""Paceline: local chat in which speculative decoding is seen, measured and trusted."""

__version__ = "0.1.0"
