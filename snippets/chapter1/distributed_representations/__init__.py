"""What the page 1-introduction/distributed-representations shows."""
