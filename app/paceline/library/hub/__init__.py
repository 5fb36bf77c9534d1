"""The Hugging Face Hub as the library sees it: what it has, what it says of a file, its bytes.

Everything that comes from there is a stranger's word and is checked before anybody relies on it.
"""
