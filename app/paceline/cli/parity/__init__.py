"""`paceline parity`: whether speculation changes what is said."""
