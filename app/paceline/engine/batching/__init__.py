"""Several replies at once: each runs the loop as if it were alone, and their passes are common."""
