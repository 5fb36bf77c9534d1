"""Where the person writes: the box, files that go along, and what they take of the context."""
