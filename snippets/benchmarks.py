"""Time the book's layers against PyTorch and plain loops, on one thread.

Run it with `python -m snippets.benchmarks`. Without PyTorch only the loops
are timed.
"""

import os

LIBRARIES = ("OMP", "OPENBLAS", "MKL", "VECLIB")


def main() -> None:
    """Print a table of the ratios, measured now."""
    for library in LIBRARIES:
        name = "MAXIMUM" if library == "VECLIB" else "NUM"
        os.environ[f"{library}_{name}_THREADS"] = "1"
    # NumPy's matrix product reads these once, when NumPy is imported.
    from snippets import timing

    timing.main()


if __name__ == "__main__":
    main()
