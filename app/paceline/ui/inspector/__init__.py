"""The inspector: what speculation did in one reply, seen from all sides."""
