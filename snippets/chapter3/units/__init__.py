"""What the page 3-feedforward-networks/units shows."""
