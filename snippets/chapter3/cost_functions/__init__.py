"""What the page 3-feedforward-networks/cost-functions shows."""
