"""Figures of 1-introduction/index."""
