"""What the page 1-introduction/convolutional-networks shows."""
