"""How the figures look: one visual language for the whole book."""
