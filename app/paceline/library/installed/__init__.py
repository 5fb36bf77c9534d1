"""Models that are on this machine already, whoever brought them: found, checked, removed.

Folders of other programs are read and never written to.
"""
