"""What a Markdown text says, piece by piece, each with its place in the source. Knows no Qt."""
