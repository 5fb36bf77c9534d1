"""`paceline doctor`: whether two models work as a pair, found out from their headers."""
