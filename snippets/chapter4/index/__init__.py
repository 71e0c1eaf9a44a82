"""What the page 4-convolutional-networks/index shows."""
