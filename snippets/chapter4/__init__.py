"""What only the pages of chapter 4 show."""
