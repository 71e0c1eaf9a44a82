"""The code that the book teaches, one module per topic, in plain NumPy."""
