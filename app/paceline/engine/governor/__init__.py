"""Picks drafter and draft length by what they cost and gain; switches off what does not pay."""
