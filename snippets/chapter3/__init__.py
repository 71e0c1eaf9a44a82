"""What only the pages of chapter 3 show."""
