"""What the page 4-convolutional-networks/basic-block shows."""
