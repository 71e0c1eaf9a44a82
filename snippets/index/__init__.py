"""What the page index shows."""
