"""`paceline selftest`: whether this installation is whole, in a checkout, a wheel and a bundle."""
