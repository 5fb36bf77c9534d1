"""The pair doctor: whether a draft can guess for a target, from the headers of their files."""
