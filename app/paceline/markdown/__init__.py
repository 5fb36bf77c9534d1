"""What a Markdown text says, piece by piece, each with its place in the source. Knows no Qt.

`stream` is the way in: it is given text as it comes and tells which blocks are new.
"""
