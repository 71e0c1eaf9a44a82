"""What only the pages of chapter 1 show."""
