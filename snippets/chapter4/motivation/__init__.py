"""What the page 4-convolutional-networks/motivation shows."""
