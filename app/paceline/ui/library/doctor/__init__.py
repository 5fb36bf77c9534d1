"""The pair doctor as a page: two files, and whether they work together."""
