"""What the page 4-convolutional-networks/convolution shows."""
