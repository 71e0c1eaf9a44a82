"""What the page 3-feedforward-networks/activation-functions shows."""
