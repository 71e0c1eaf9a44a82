"""Time the book's layers against PyTorch and plain loops: see `benchmarks`."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np

from snippets.convolution import conv2d, conv2d_loops
from snippets.pooling import max_pool2d
from snippets.shapes import integer, takes


@dataclass
class Comparison:
    """Median seconds of two ways to the same values, largest difference."""

    name: str
    first: float
    second: float
    difference: float

    @property
    def ratio(self) -> float:
        """How many times as long as the second the first takes."""
        return self.first / self.second


@takes(rounds=integer(1))
def compare(
    name: str,
    first: Callable,
    second: Callable,
    rounds: int,
) -> Comparison:
    """Time two functions in turn, so that a slow moment meets both.

    >>> found = compare("1", lambda: np.ones(3), lambda: np.ones(3), rounds=5)
    >>> found.difference
    0.0
    """
    # This first run of each is not timed.
    difference = float(np.abs(first() - second()).max())
    seconds = ([], [])
    for _ in range(rounds):
        for function, times in zip((first, second), seconds, strict=True):
            start = perf_counter()
            function()
            times.append(perf_counter() - start)
    return Comparison(name, *map(median, seconds), difference)


def images(batch: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw images of 3 channels, 16 kernels 3x3 and biases, in float32."""
    rng = np.random.default_rng(0)
    shapes = (batch, 3, size, size), (16, 3, 3, 3), (16,)
    return tuple(rng.standard_normal(s, dtype=np.float32) for s in shapes)


def against_loops(size: int, rounds: int) -> Iterator[Comparison]:
    """Compare the plain loops with the matrix product, on one image."""
    layer = images(1, size)
    name = f"conv2d_loops / conv2d, 1x3x{size}x{size}"
    yield compare(
        name,
        lambda: conv2d_loops(*layer),
        lambda: conv2d(*layer),
        rounds,
    )


def against_torch(batch: int, size: int, rounds: int) -> Iterator[Comparison]:
    """Compare conv2d and max_pool2d with PyTorch's on one thread."""
    import torch
    from torch.nn import functional

    layer = images(batch, size)
    tensors = [torch.from_numpy(array) for array in layer]
    maps = conv2d(*layer, padding=1)
    maps_tensor = torch.from_numpy(maps)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield compare(
            f"conv2d / PyTorch, {batch}x3x{size}x{size}, 16 kernels 3x3",
            lambda: conv2d(*layer),
            lambda: functional.conv2d(*tensors).numpy(),
            rounds,
        )
        yield compare(
            f"max_pool2d / PyTorch, {batch}x16x{size}x{size}, windows 2x2",
            lambda: max_pool2d(maps, 2),
            lambda: functional.max_pool2d(maps_tensor, 2).numpy(),
            rounds,
        )
    finally:
        torch.set_num_threads(threads)


def main(arguments: Sequence[str] | None = None) -> list[Comparison]:
    """Print a table of the ratios, measured now."""
    parser = argparse.ArgumentParser(prog="python -m snippets.benchmarks")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--size", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=51)
    options = parser.parse_args(arguments)
    rows = []
    try:
        rows += against_torch(options.batch, options.size, options.rounds)
    except ImportError:
        print("PyTorch is not installed: only the loops are compared.")
    rows += against_loops(options.size, max(1, options.rounds // 10))
    titles = f"{'ms':>10}{'ms':>10}{'ratio':>10}{'difference':>12}"
    print(f"{'comparison':<52}{titles}")
    for row in rows:
        times = f"{row.first * 1e3:10.3f}{row.second * 1e3:10.3f}"
        print(f"{row.name:<52}{times}{row.ratio:10.2f}{row.difference:12.1e}")
    return rows
