"""What both languages load stands once in the site: in `assets/`, at its root.

The Spanish half of a build writes it. The English half names the same files, so that
its links are checked, and leads to them one folder up.
"""

from __future__ import annotations

import re

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils.templates import url_filter

FOLDER = "assets/"
UP = "../"
LINK = re.compile(rf' (?:href|src)="(?=(?:\.\./)*{FOLDER})')


def elsewhere(file: File, config: MkDocsConfig) -> bool:
    """Tell whether the other language's half of the build writes a file."""
    return _below(config) and file.dest_uri.startswith(FOLDER)


def leave_out(files: Files, config: MkDocsConfig) -> None:
    """Have no file written that the other half of the build writes."""
    for file in files:
        if elsewhere(file, config):
            file.copy_file = lambda dirty: None


def lead_up(config: MkDocsConfig) -> None:
    """Have the scripts of an English page taken from the root of the site."""
    for script in config.extra_javascript:
        script.path = place_of(script.path, config)


def place_of(place: str, config: MkDocsConfig) -> str:
    """Return where a shared file is, from the folder of a language's half."""
    return UP + place if _below(config) else place


def linked(html: str, config: MkDocsConfig) -> str:
    """Return a page's text with its links to shared files leading to the root."""
    return LINK.sub(rf"\g<0>{UP}", html) if _below(config) else html


def add_filter(env: jinja2.Environment, config: MkDocsConfig) -> None:
    """Have templates of English pages find the shared files at the root."""
    if _below(config):
        env.filters["url"] = _url


@jinja2.pass_context
def _url(context: jinja2.runtime.Context, value: str) -> str:
    """Return an address as the page needs it: MkDocs' filter, one folder further up."""
    place = str(value)
    return url_filter(context, UP + place if place.startswith(FOLDER) else place)


def _below(config: MkDocsConfig) -> bool:
    """Tell whether a language's site is a folder of the whole."""
    return config.theme["language"] != "es"
