"""Whether there is a newer Paceline, and what it changes. Installs and downloads nothing."""
