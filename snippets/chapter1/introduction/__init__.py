"""What the page 1-introduction/introduction shows."""
