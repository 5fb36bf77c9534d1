"""`paceline tune`: which choice is the best for a pair on this machine."""
