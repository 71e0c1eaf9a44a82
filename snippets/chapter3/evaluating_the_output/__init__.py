"""What the page 3-feedforward-networks/evaluating-the-output shows."""
