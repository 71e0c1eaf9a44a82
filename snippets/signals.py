"""Convolution and cross-correlation of one signal or image (4.1)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from snippets.checks import as_float, check_choice, check_ndim

MODES = ("full", "same", "valid")
AXES = {1: "(time,)", 2: "(height, width)"}


def convolve1d(
    signal: ArrayLike,
    kernel: ArrayLike,
    mode: str = "full",
) -> np.ndarray:
    """Convolve a signal I with a kernel K; outside them all is zero.

        s(t) = Σ_a I(a) K(t - a)                                    (4.1)

    `signal` has shape (n,), `kernel` (k,). The mode says which t are kept:
    "full" all n + k - 1, "same" the n in the middle, "valid" the |n - k| + 1
    where the shorter of the two lies within the longer.
    Raises ValueError for other ranks or modes and for empty arrays, TypeError
    for entries that are not real numbers.

    >>> convolve1d([1, 2, 3], [1, 10])
    array([ 1., 12., 23., 30.])
    """
    signal, kernel = _operands(signal, kernel, 1, "signal", mode)
    s = np.zeros(signal.size + kernel.size - 1, np.result_type(signal, kernel))
    with np.errstate(over="ignore", invalid="ignore"):
        for a in range(signal.size):
            # K(t - a) exists for t = a, ..., a + k - 1: all these t at once.
            s[a : a + kernel.size] += signal[a] * kernel
    return s[_kept(signal.shape, kernel.shape, mode)]


def convolve2d(
    image: ArrayLike,
    kernel: ArrayLike,
    mode: str = "full",
) -> np.ndarray:
    """Convolve an image I with a kernel K; outside them all is zero.

        s(m, n) = Σ_a Σ_b I(a, b) K(m - a, n - b)                   (4.3)

    Both have shape (height, width). The modes are those of `convolve1d`, on
    each axis. Raises ValueError for other ranks or modes, for empty arrays,
    and in mode "valid" if neither holds the other; TypeError for entries
    that are not real numbers.

    >>> convolve2d([[1, 0], [0, 2]], [[1, 2], [3, 4]])
    array([[1., 2., 0.],
           [3., 6., 4.],
           [0., 6., 8.]])
    """
    image, kernel = _operands(image, kernel, 2, "image", mode)
    height, width = kernel.shape
    shape = np.add(image.shape, kernel.shape) - 1
    s = np.zeros(shape, np.result_type(image, kernel))
    with np.errstate(over="ignore", invalid="ignore"):
        for a, b in np.ndindex(image.shape):
            s[a : a + height, b : b + width] += image[a, b] * kernel
    return s[_kept(image.shape, kernel.shape, mode)]


def cross_correlate2d(
    image: ArrayLike,
    kernel: ArrayLike,
    mode: str = "valid",
) -> np.ndarray:
    """Slide a kernel K over an image I, unturned, and sum the products.

        c(m, n) = Σ_a Σ_b I(m + a, n + b) K(a, b)

    It is the convolution with the kernel turned by 180°, `kernel[::-1, ::-1]`.
    Shapes, modes and errors are those of `convolve2d`. If the kernel's size
    is even, "same" adds one zero more after the image than before it, as the
    libraries do; only then does `convolve2d` keep other places, one earlier.

    >>> cross_correlate2d([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1]])
    array([[6., 8.]])
    """
    image, kernel = _operands(image, kernel, 2, "image", mode)
    around = [(size - 1, size - 1) for size in kernel.shape]
    windows = sliding_window_view(np.pad(image, around), kernel.shape)
    # Of the two middles of an even kernel, the libraries take the later one.
    windows = windows[_kept(image.shape, kernel.shape, mode, late=1)]
    with np.errstate(over="ignore", invalid="ignore"):
        # In mode "valid", windows[m, n, a, b] is I(m + a, n + b).
        return np.einsum("mnab,ab->mn", windows, kernel)


def _operands(
    image: ArrayLike, kernel: ArrayLike, ndim: int, name: str, mode: str
) -> tuple[np.ndarray, np.ndarray]:
    """Give both arrays as floats, once ranks, sizes and mode are checked."""
    check_choice(mode, MODES, "mode")
    image, kernel = as_float(image, name), as_float(kernel, "kernel")
    for x, label in ((image, name), (kernel, "kernel")):
        check_ndim(x, ndim, label, AXES[ndim])
        if x.size == 0:
            found = f"{label} has shape {x.shape}"
            raise ValueError(f"{found}; accepted: no empty axis")
    return image, kernel


def _kept(
    shape: tuple[int, ...], kernel: tuple[int, ...], mode: str, late: int = 0
) -> tuple[slice, ...]:
    """Say which part of the full result a mode keeps, one slice for each axis.

    Where the middle falls between two places, `late` chooses the later one.

    >>> _kept((5,), (4,), "same"), _kept((5,), (4,), "same", late=1)
    ((slice(1, 6, None),), (slice(2, 7, None),))
    """
    pairs = list(zip(shape, kernel, strict=True))
    if mode == "full":
        return tuple(slice(0, i + k - 1) for i, k in pairs)
    if mode == "same":
        starts = [(k - 1 + late) // 2 for k in kernel]
        ranges = zip(starts, shape, strict=True)
        return tuple(slice(start, start + i) for start, i in ranges)
    if min(i - k for i, k in pairs) < 0 < max(i - k for i, k in pairs):
        raise ValueError(
            f"shapes are {shape} and {kernel}; accepted in mode 'valid': "
            "one at least as large as the other on every axis"
        )
    return tuple(slice(min(i, k) - 1, max(i, k)) for i, k in pairs)
