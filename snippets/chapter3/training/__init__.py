"""What the page 3-feedforward-networks/training shows."""
