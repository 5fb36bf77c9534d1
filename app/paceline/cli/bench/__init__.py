"""`paceline bench`: what speculation gains, and how near that is to what is possible."""
