"""What is on its way: the list, the page, and signs of it elsewhere."""
