"""Drawings: a snippet's figures become SVG that takes the page's look."""
