"""Results that take long, such as trained networks, kept on disk for all who ask.

A result is found again as long as the code that made it, its data, its arguments and
the libraries' versions are the same (see `closure`), by another process as well. The
folder is `.cache/trained`, beside `snippets`; it may be removed at any time.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, wraps
from hashlib import sha256
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from snippets.kept.closure import Closures

try:
    import fcntl
except ImportError:  # Windows: two processes at once compute the same thing twice
    fcntl = None

PACKAGE, *INNER = __name__.split(".")
ROOT = Path(__file__).resolve().parents[len(INNER) + 1]
# Of the process, or a little later: one thread works no longer than the clock runs.
STARTED = time.time() - time.thread_time()
Function = TypeVar("Function", bound=Callable)


def kept(function: Function) -> Function:
    """Compute a function's result once for each choice of arguments, on any day.

    Arguments are numbers, strings, None or tuples of them; TypeError otherwise. All
    who ask share the arrays, which are hence read-only. Where nothing can be stored,
    the result is kept as long as the process lasts.

    >>> total = kept(lambda *numbers: print("adding") or sum(numbers))
    >>> total(1, 2), total(1, 2)
    adding
    (3, 3)
    """
    known: dict[str, Any] = {}
    parameters = signature(function)

    @wraps(function)
    def ask(*args, **kwargs):
        given = parameters.bind(*args, **kwargs)
        given.apply_defaults()
        for name, value in given.arguments.items():
            more = parameters.parameters[name].kind is Parameter.VAR_KEYWORD
            check_literal(tuple(value.values()) if more else value, name)
        key = repr(sorted(given.arguments.items()))
        if key not in known:
            path = _place(function, key)
            made = lambda: function(*args, **kwargs)  # noqa: E731
            known[key] = _read_only(_find_or_make(path, made) if path else made())
        return known[key]

    return ask


def check_literal(value: object, name: str) -> None:
    """Raise TypeError unless a value is a number, a string, None or a tuple of them."""
    if type(value) is tuple:
        for item in value:
            check_literal(item, name)
    elif type(value) not in (str, int, float, bool, type(None)):
        accepted = "str, int, float, bool, None or tuples of them"
        raise TypeError(f"{name} is {value!r}; accepted: {accepted}")


def _place(function: Callable, arguments: str) -> Path | None:
    """Return the file of a result; none if it cannot be told what it depends on."""
    if not (code := _code(function)):
        return None
    key = sha256(f"{code} {arguments}".encode()).hexdigest()[:32]
    return ROOT / ".cache" / "trained" / f"{_name(function)}-{key}.pickle"


def _name(function: Callable) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@lru_cache(maxsize=1024)
def _code(function: Callable) -> str:
    """Return the fingerprint of a function of the package.

    There is none for modules edited after they were imported: what runs is then not
    what the files say.
    """
    name = _name(function)
    if not name.startswith(f"{PACKAGE}.") or "<" in name:
        return ""
    closures = Closures({PACKAGE: ROOT})
    with suppress(OSError, SyntaxError):
        edited = max(file.stat().st_mtime for file in closures.files(name))
        return closures.fingerprint(name) if edited < STARTED else ""
    return ""


def _find_or_make(path: Path, make: Callable) -> Any:
    """Return what is stored; make and store it if there is nothing."""
    if found := _stored(path):
        return found[0]
    with _alone(path):
        if found := _stored(path):  # by another process, in the meantime
            return found[0]
        result = make()
        _store(path, result)
    return result


def _stored(path: Path) -> tuple | None:
    """Return a stored result, in a tuple; nothing if it is absent or spoilt."""
    try:
        return (pickle.loads(path.read_bytes()),)
    except Exception:  # unpickling raises what it likes
        return None


def _store(path: Path, result: object) -> None:
    """Write a result aside and put it in its place whole, if that is possible."""
    content = pickle.dumps(result)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        return
    finally:
        for left in path.parent.glob(f"{path.stem}.*.draft"):  # a killed process's too
            with suppress(OSError):
                left.unlink()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one process at a time make a result, where files can be locked.

    The system frees the lock of a process that is killed.
    """
    lock, file = path.with_suffix(".lock"), None
    with suppress(OSError):
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if file:
            with suppress(OSError):
                lock.unlink()
            file.close()


def _read_only(value: Any) -> Any:
    """Forbid to write into the arrays of a result."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, list | tuple):
        for item in value:
            _read_only(item)
    elif isinstance(value, dict):
        _read_only([*value.values()])
    return value
