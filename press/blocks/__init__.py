"""The kinds of block a page is made of: one class each, found by its name."""

from press.blocks import boxes, code, shown, text
from press.blocks.base import KINDS, Block

__all__ = ["KINDS", "Block", "boxes", "code", "shown", "text"]
