"""What the page 1-introduction/backpropagation shows."""
