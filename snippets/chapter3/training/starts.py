"""Numbers and tables of section 3.4 about starting weights and inputs."""

import numpy as np

from snippets.activations import tanh, tanh_derivative
from snippets.language import Language
from snippets.network import Parameters, Record, forward, initialize
from snippets.training import standardize

DEPTH, WIDTH = 10, 64
STARTS = {
    "small": lambda w, rng: 0.01 * rng.normal(size=w.shape),
    "glorot": lambda w, rng: w,
    "large": lambda w, rng: rng.normal(size=w.shape),
}


def deep_pass(start: str) -> tuple[Parameters, Record]:
    """Draw ten tanh layers and send 256 random points through them.

    Gives the parameters and each layer's (x_{l-1}, z_l).
    """
    rng = np.random.default_rng(0)
    drawn = initialize([WIDTH] * (DEPTH + 1), seed=0)
    parameters = [(STARTS[start](w, rng), b) for w, b in drawn]
    x = rng.normal(size=(256, WIDTH))
    _, record = forward(x, parameters, [tanh] * DEPTH)
    return parameters, record


def output_sizes(start: str) -> np.ndarray:
    """Measure the standard deviation of the outputs of each layer, (10,).

    >>> output_sizes("glorot").round(2)[:3]
    array([0.62, 0.48, 0.4 ])
    """
    _, record = deep_pass(start)
    return np.array([tanh(z).std() for _, z in record])


def gradient_sent_back(start: str) -> float:
    """Measure how long a gradient is at the input if it is 1 at the last output.

    Its direction is random. Each layer does dl/dx_{l-1} = (dl/dx_l f'(z_l)) w_l.

    >>> round(gradient_sent_back("glorot"), 1)
    0.3
    """
    parameters, record = deep_pass(start)
    gradient = np.random.default_rng(1).normal(size=(256, WIDTH))
    gradient /= np.linalg.norm(gradient)
    layers = zip(parameters, record, strict=True)
    for (w, _), (_, z) in reversed(list(layers)):
        gradient = (gradient * tanh_derivative(z)) @ w
    return float(np.linalg.norm(gradient))


def starts(say: Language) -> dict:
    """Return the table of outputs and gradients for three ways to start."""
    names = {
        "small": say("gaussianos, desviación 0,01", "Gaussian, s.d. 0.01"),
        "glorot": say.same("Glorot"),
        "large": say("gaussianos, desviación 1", "Gaussian, s.d. 1"),
    }
    header = [say("pesos iniciales", "initial weights")]
    header += [say(f"capa\u00a0{k}", f"layer\u00a0{k}") for k in (1, 10)]
    header.append(say("gradiente devuelto", "gradient sent back"))
    rows = []
    for start, name in names.items():
        sizes = [*output_sizes(start)[[0, 9]], gradient_sent_back(start)]
        rows.append([name, *(_number(float(size), say) for size in sizes)])
    return {"header": header, "rows": rows}


def _number(value: float, say: Language) -> str:
    if 0.01 <= value < 100:
        return say.number(value, ".2f")
    mantissa, exponent = f"{value:.1e}".split("e")
    mantissa = say.number(float(mantissa), ".1f").replace(",", "{,}")
    return rf"${mantissa}\cdot10^{{{int(exponent)}}}$"


def flats() -> np.ndarray:
    """Draw area (m²) and rooms of 200 flats, (200, 2)."""
    rng = np.random.default_rng(0)
    area = rng.uniform(40, 160, size=200)
    rooms = np.clip(np.round(area / 30 + rng.normal(size=200)), 1, 7)
    return np.column_stack([area, rooms])


def curvatures(x: np.ndarray) -> np.ndarray:
    """Give the curvatures of a linear unit's mean squared error, ascending.

    Along the axes of its bowl they are the eigenvalues of (2/n) X^T X, where X
    is x with a column of ones for the bias. `x` is (n, inputs).

    >>> curvatures(np.array([[1.0], [-1.0]]))
    array([2., 2.])
    """
    ones = np.ones((len(x), 1))
    design = np.hstack([x, ones])
    return np.linalg.eigvalsh(2 / len(x) * design.T @ design)


def curvature_ratio(inputs: str) -> float:
    """Return the ratio of the largest to the least curvature for the flats.

    Their inputs are "raw" or "standardized".
    """
    x = flats()
    scaled = {"raw": x, "standardized": standardize(x, x.mean(axis=0), x.std(axis=0))}
    least, *_, largest = curvatures(scaled[inputs])
    return float(largest / least)


def divergence_limit() -> float:
    """Return 2 / lambda_max of the linear unit that diverges on the page."""
    return float(2 / curvatures(np.arange(5.0)[:, np.newaxis])[-1])
