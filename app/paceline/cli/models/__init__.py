"""`paceline models`: find, fetch, list, check and delete models."""
