"""The window. Widgets emit intentions and render state; decisions live elsewhere."""
