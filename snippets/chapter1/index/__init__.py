"""What the page 1-introduction/index shows."""
