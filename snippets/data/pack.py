"""Pack the rows of the original digits, 64 pixels and a label, into one file.

Run it with `python -m snippets.data.pack SOURCE`; see `README.md`.
"""

import argparse
from pathlib import Path

import numpy as np

from snippets.checks import check_shape
from snippets.data.digits import BRIGHTEST, DATA


def pack(source: Path, target: Path) -> None:
    """Write the rows of `source`, 64 pixels and a label, as a small `.npz` file.

    `source` is the original `optdigits.tes` or scikit-learn's `digits.csv.gz`.
    Raises ValueError unless a row has 65 whole numbers from 0 to 16.
    """
    rows = np.loadtxt(source, delimiter=",", ndmin=2)
    check_shape(rows, (len(rows), 65), "rows")
    strange = rows[~np.isin(rows, np.arange(BRIGHTEST + 1))]
    if strange.size:
        raise ValueError(f"rows hold {strange[0]}; accepted: whole numbers, 0 to 16")
    images, labels = rows[:, :64].reshape(-1, 8, 8), rows[:, 64]
    np.savez_compressed(
        target, images=images.astype(np.uint8), labels=labels.astype(np.uint8)
    )


def main() -> None:
    """Pack the file that the command line names."""
    parser = argparse.ArgumentParser(description=pack.__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path, nargs="?", default=DATA)
    arguments = parser.parse_args()
    pack(arguments.source, arguments.target)


if __name__ == "__main__":
    main()
