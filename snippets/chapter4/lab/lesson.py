"""What the laboratory, section 4.5, includes; each needs NumPy and Matplotlib only."""

from __future__ import annotations

import numpy as np

from snippets.chapter4.lab.declarations import takes

# 0, 1, 2, 3 and 4: a line holds the pixels of a digit, from 0 to g, which is 16.
DIGITS = """
005d910000dfaf5003f20b8004c008800580098004b01c7002e5ac00006da000
000cd500000bg900003fg60007fgg200001gg300001gg600001gg600000bga00
0004fc00003gfe00008d8g000016fb00018df10009gg500003dggb500003bg90
007fd10008d6f400021dd000002fb1000001cc1000001a8000845e90007dd900
0001b00000078000001d6220007f098005ga0g6004fgdg100003fa000002g400
"""


def image_of(row: str) -> np.ndarray:
    """Read 64 characters, from 0 to g, as an image: x = character / 16.

    >>> image_of("0" * 60 + "48cg")[7]
    array([0.  , 0.  , 0.  , 0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    if len(row) != 64 or not set(row) <= {*"0123456789abcdefg"}:
        accepted = "accepted: 64 characters from 0 to g"
        raise ValueError(f"the row is {row!r}; {accepted}")
    values = [int(character, 17) for character in row]
    return np.array(values).reshape(8, 8) / 16


@takes(x="... h w")
def patches(x: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """List the patches: p[..., i, j, a, b] = x[..., i + a, j + b].

    >>> patches(np.arange(9).reshape(3, 3), (2, 2))[1, 0]
    array([[3, 4],
           [6, 7]])
    """
    pairs = zip(shape, x.shape[-2:], strict=True)
    if not all(0 < size <= room for size, room in pairs):
        given = f"the window is {shape} and x has shape {x.shape}"
        raise ValueError(f"{given}; accepted: a window no larger than x")
    view = np.lib.stride_tricks.sliding_window_view
    return view(x, shape, axis=(-2, -1))


@takes(x="... h w", K="a b")
def correlate(x: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Slide a kernel: y[..., i, j] = Σ x[..., i + a, j + b] K[a, b].

    >>> correlate(np.array([[1, 2, 5]]), np.array([[-1, 1]]))
    array([[1, 3]])
    """
    return np.einsum("...ijab,ab->...ij", patches(x, K.shape), K)


@takes(made="n p q", y="n p q")
def error_map(made: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Subtract the outputs that were wanted from those that were made.

    >>> error_map(np.ones((1, 3, 3)), np.ones((1, 2, 2)))
    Traceback (most recent call last):
    ValueError: y has shape (1, 2, 2); accepted: (1, 3, 3)
    """
    return made - y


@takes(x="n h w", y="n p q", K="a b")
def loss(x: np.ndarray, y: np.ndarray, K: np.ndarray) -> float:
    """Average the squared errors: L = Σ (x ⋆ K - y)² / N.

    >>> loss(np.ones((1, 3, 3)), np.zeros((1, 2, 2)), np.ones((2, 2)))
    16.0
    """
    return float(np.mean(error_map(correlate(x, K), y) ** 2))


@takes(x="n h w", y="n p q", K="a b")
def gradient(x: np.ndarray, y: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Give ∂L/∂K[a, b] = 2/N Σ e[n, i, j] x[n, i + a, j + b].

    >>> gradient(np.ones((1, 3, 3)), np.zeros((1, 2, 2)), np.ones((2, 2)))
    array([[8., 8.],
           [8., 8.]])
    """
    e = error_map(correlate(x, K), y)
    return 2 * np.einsum("nij,nijab->ab", e, patches(x, K.shape)) / e.size


@takes(x="n h w", y="n p q", steps=1)
@np.errstate(over="ignore", invalid="ignore")  # alpha may be too large
def learn(
    x: np.ndarray, y: np.ndarray, alpha: float = 0.1, steps: int = 200
) -> tuple[np.ndarray, list[float]]:
    """Repeat K ← K - α ∂L/∂K from 0; give K and the loss before each step.

    >>> x = np.eye(25)[[12]].reshape(1, 5, 5)  # a 1 at the centre
    >>> K, losses = learn(x, correlate(x, np.eye(3)), alpha=4.5, steps=2)
    >>> float(K.trace()), losses
    (3.0, [0.3333333333333333, 0.0])
    """
    K, losses = np.zeros((3, 3)), []
    for _ in range(steps):
        losses.append(loss(x, y, K))
        K = K - alpha * gradient(x, y, K)
    return K, losses


@takes(x="h w", d=0)
def shift(x: np.ndarray, d: int) -> np.ndarray:
    """Move an image d columns to the right: y[i, j] = x[i, j - d], or 0.

    >>> shift(np.array([[7, 0, 5, 0]]), 1)
    array([[0, 7, 0, 5]])
    """
    return np.pad(x, ((0, 0), (d, 0)))[:, : x.shape[1]]


@takes(image="h w", K="a b")
def responses(image: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Apply a kernel to an image moved d = 0, 1, ..., 6 columns.

    >>> responses(np.eye(8), np.ones((3, 3))).shape
    (7, 8, 16)
    """
    wide = np.pad(image, ((1, 1), (1, 9)))
    return np.array([correlate(shift(wide, d), K) for d in range(7)])


@takes(x="... h w", k=1)
def max_pool(x: np.ndarray, k: int) -> np.ndarray:
    """Keep the largest of each window: y[i, j] = max x[k i + a, k j + b].

    >>> max_pool(np.array([[1, 3, 2, 0], [5, 4, 0, 1]]), 2)
    array([[5, 2]])
    """
    return patches(x, (k, k))[..., ::k, ::k, :, :].max(axis=(-2, -1))


@takes(before="h w", after="h w")
def change(before: np.ndarray, after: np.ndarray) -> float:
    """Measure a change: δ = ‖after - before‖ / ‖before‖.

    >>> change(np.array([[3, 4]]), np.array([[0, 4]]))
    0.6
    """
    if not before.any():
        raise ValueError("before is 0 everywhere; accepted: some response")
    return float(np.linalg.norm(after - before) / np.linalg.norm(before))


def curve(outputs: np.ndarray) -> list[float]:
    """Measure how much each output has changed from the first.

    >>> curve(np.array([[[3, 4]], [[0, 4]]]))
    [0.0, 0.6]
    """
    return [change(outputs[0], output) for output in outputs]


@takes(x="n h w")
def curvatures(x: np.ndarray) -> np.ndarray:
    """Give the λ of L: the eigenvalues of 2/N Σ p pᵀ, p being the patches.

    >>> float(curvatures(np.eye(3)[None]).max().round(12))
    6.0
    """
    p = patches(x, (3, 3)).reshape(-1, 9)
    return np.linalg.eigvalsh(2 * p.T @ p / len(p))


@takes(x="... h w", k=1)
def mean_pool(x: np.ndarray, k: int) -> np.ndarray:
    """Average each window: y[i, j] = Σ x[k i + a, k j + b] / k².

    >>> mean_pool(np.array([[1, 3, 2, 0], [5, 3, 0, 2]]), 2)
    array([[3., 1.]])
    """
    return patches(x, (k, k))[..., ::k, ::k, :, :].mean(axis=(-2, -1))


@takes(x="n h w", y="n p q", K="a b", k=1)
def block_gradient(
    x: np.ndarray,
    y: np.ndarray,
    K: np.ndarray,
    k: int,
) -> np.ndarray:
    """Give ∂L/∂K if L compares y with a block: K, ReLU, max pooling by k.

    >>> x, y = np.array([[[1, 2, 5]]]), np.zeros((1, 1, 2))
    >>> block_gradient(x, y, np.array([[-1, 1]]), k=1)
    array([[ 7., 17.]])
    """
    s = correlate(x, K)
    best, window = max_pool(s, k), np.ones((1, k, k))
    e = error_map(np.maximum(0, best), y)
    p, q = k * best.shape[1], k * best.shape[2]  # what the windows cover
    s, under = s[:, :p, :q], patches(x, K.shape)[:, :p, :q]
    kept = (s > 0) & (s == np.kron(best, window))
    g = np.kron(e, window) * kept
    return 2 * np.einsum("nij,nijab->ab", g, under) / e.size
