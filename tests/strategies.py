"""What the laws of convolution are tried on: arrays of small whole numbers."""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


def whole(*shape: int | st.SearchStrategy[int]):
    """Draw arrays of small whole numbers: their sums are exact in any order."""
    sizes = st.tuples(
        *(s if isinstance(s, st.SearchStrategy) else st.just(s) for s in shape)
    )
    elements = st.integers(-9, 9).map(float)
    return sizes.flatmap(lambda size: arrays(np.float64, size, elements=elements))


side = st.integers(1, 6)
laws = settings(max_examples=40, deadline=None)
