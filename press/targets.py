"""What a job is about, by its name: `pooling.kept` is a function of the snippets.

It is imported by a name that is computed, on account of which a result depends on the
whole module that does it: hence a module that does nothing else.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from press.faults import JobError


def in_full(target: str) -> str:
    """Return a target's name as Python imports it."""
    return f"snippets.{target}"


def module(name: str) -> ModuleType:
    """Import a module by its full name."""
    return importlib.import_module(name)


def function(target: str):
    """Import the function that a target names."""
    home, _, name = in_full(target).rpartition(".")
    found = module(home)
    if not hasattr(found, name):
        raise JobError(found.__file__, 1, f"there is no {name!r} in this module")
    return getattr(found, name)
