"""Numbers of 1-introduction/index."""
