"""What the page 1-introduction/supervised-learning shows."""
