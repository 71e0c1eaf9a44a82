"""What the page 3-feedforward-networks/index shows."""
