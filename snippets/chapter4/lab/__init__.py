"""What the page 4-convolutional-networks/lab shows."""
