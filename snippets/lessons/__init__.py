"""What a page shows besides its module: numbers, tables, sessions, solutions."""
