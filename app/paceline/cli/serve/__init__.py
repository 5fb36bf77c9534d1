"""`paceline serve`: the engine for other programs."""
