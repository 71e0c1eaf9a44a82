"""The console session of the introduction to chapter 3."""

from __future__ import annotations

__test__ = {
    "linear_function": """
>>> import numpy as np
>>> theta = np.array([[1, 2, 0], [0, -1, 3]])
>>> x = np.array([1, 2, 1])
>>> theta @ x
array([5, 1])
>>> theta.shape, theta.size
((2, 3), 6)
"""
}
