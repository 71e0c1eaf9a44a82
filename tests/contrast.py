"""How light colours are, for tests of what can be read."""

from __future__ import annotations

import numpy as np


def luminance(colours: np.ndarray) -> np.ndarray:
    """Return the relative luminance of sRGB colours, as WCAG defines it."""
    low = colours <= 0.04045
    linear = np.where(low, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]
