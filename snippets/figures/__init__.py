"""The book's figures: one module per page, one function per figure."""
