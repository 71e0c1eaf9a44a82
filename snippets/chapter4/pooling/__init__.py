"""What the page 4-convolutional-networks/pooling shows."""
