"""What the page 3-feedforward-networks/structure shows."""
