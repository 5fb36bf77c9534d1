"""Models on servers: the dialog that connects, and the line that says where text goes."""
