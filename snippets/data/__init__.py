"""The digits, and what reads them."""
