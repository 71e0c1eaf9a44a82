"""Twin pages: has each pair been read side by side since its last edit?

    python -m press.twins               which pairs are stale
    python -m press.twins diff PAGE     what changed since the pair was reviewed
    python -m press.twins mark PAGE …   the pair says the same: record it

PAGE is a path below docs/es or docs/en, with or without its ending, or the file
itself; `mark` takes several, or `--all`. The English page keeps a hash of the words of
both: what is no word, such as a number, an id or the code shown, may change freely.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from press import names, parity
from press.faults import ROOT, Fault
from press.inline import words_of
from press.markup import Page, parse, read_page
from press.words import LANGUAGES

COMMAND = "python -m press.twins"


def words_hash(page: Page) -> str:
    """Return the hash of the words of a page's prose, in their order."""
    texts = [text for block in page.all for text, _ in block.texts()]
    words = " ".join(word for text in texts for word in words_of(text))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def stale(es: Page, en: Page) -> Fault | None:
    """Return what is unreviewed about a pair, or nothing."""
    noted = _noted(en)
    changed = [p for p in (es, en) if noted.get(p.language) != words_hash(p)]
    if not changed:
        return None
    whose = " and ".join(parity.NAMES[p.language] for p in changed)
    what = f"{whose} text changed since the pair was reviewed" if noted else "new pair"
    advice = f"compare with `{COMMAND} diff {es.key}`, then `{COMMAND} mark {es.key}`"
    return Fault(changed[0].name, 1, f"{what}: {advice}")


def _noted(en: Page) -> dict[str, str]:
    """Return the hash of each page's words when the pair was reviewed."""
    noted = en.meta.get("reviewed")
    return noted if isinstance(noted, dict) else {}


def pair(key: str, root: Path = ROOT) -> tuple[Page, Page]:
    """Read both pages of a pair."""
    es, en = (
        read_page(root / "docs" / code / key, code, key, root) for code in LANGUAGES
    )
    return es, en


def keys(root: Path = ROOT) -> list[str]:
    """Return the paths below docs/<language> that exist in both languages."""
    spanish, english = (set(names.keys(root, code)) for code in LANGUAGES)
    return sorted(spanish & english)


def mark(key: str, root: Path = ROOT) -> None:
    """Record in the English page that both texts, as they are, say the same."""
    es, en = pair(key, root)
    wrong = [*es.faults, *en.faults, *parity.faults(es, en)]
    if wrong:
        raise SystemExit("\n".join(["not marked:", *map(str, wrong)]))
    note = f'reviewed: {{es: "{words_hash(es)}", en: "{words_hash(en)}"}}'
    text = en.path.read_text(encoding="utf-8")
    en.path.write_text(_with_note(text, note), encoding="utf-8")


def _with_note(text: str, note: str) -> str:
    """Put the note into the front matter, a comment in a notebook."""
    comment = "# " if text.startswith("# ") and "\n# %%" in text else ""
    rule, note = f"{comment}---\n", comment + note
    if not text.startswith(rule):
        return f"{rule}{note}\n{rule}{text}"
    head, body = text[len(rule) :].split(f"\n{rule}", 1)
    noted = rf"^{comment}reviewed:.*$"
    if re.search(noted, head, re.M):
        head = re.sub(noted, note, head, count=1, flags=re.M)
    else:
        head = f"{head}\n{note}"
    return f"{rule}{head}\n{rule}{body}"


def diff(key: str, root: Path = ROOT) -> str:
    """Return what changed in each page since the pair was reviewed."""
    es, en = pair(key, root)
    noted = _noted(en)
    parts = [_page_diff(page, noted.get(page.language), root) for page in (es, en)]
    return "\n".join(part for part in parts if part) or "nothing changed"


def _page_diff(page: Page, noted: str | None, root: Path) -> str:
    if noted == words_hash(page):
        return ""
    for text in _versions(page.path, root):
        old = parse(text, page.path, page.language, page.key, root)
        if words_hash(old) == noted:
            bodies = old.body.splitlines(), page.body.splitlines()
            lines = difflib.unified_diff(*bodies, "reviewed", page.name, lineterm="")
            return "\n".join(lines)
    return f"{page.name}: the reviewed text is in no commit; the whole page is new"


def _versions(path: Path, root: Path) -> Iterator[str]:
    """Yield the committed texts of a page, the newest first."""
    name = path.relative_to(root).as_posix()
    for commit in _git(root, "log", "--format=%H", "--", name).split():
        yield _git(root, "show", f"{commit}:{name}")


def _git(root: Path, *args: str) -> str:
    command = ["git", "-C", str(root), *args]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout


def _key(name: str, root: Path = ROOT) -> str:
    """Return the path of a pair below docs/<language>; SystemExit if there is none."""
    wanted = {name}
    for code in LANGUAGES:
        folder = root / "docs" / code
        if Path(name).resolve().is_relative_to(folder):
            wanted.add(Path(name).resolve().relative_to(folder).as_posix())
    wanted |= {f"{key}{kind}" for key in wanted for kind in names.PAGES}
    if found := wanted & set(keys(root)):
        return found.pop()
    raise SystemExit(f"{COMMAND}: there is no pair {name!r} below docs/es and docs/en")


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__.split("\n")[0])
    parser.add_argument("action", nargs="?", default="status")
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--all", action="store_true", help="every pair")
    given = parser.parse_args(argv)
    chosen = [_key(name, root) for name in given.pages]
    chosen = chosen or (keys(root) if given.all or given.action == "status" else [])
    if given.action == "status":
        return _status(chosen, root)
    if given.action not in ("diff", "mark") or not chosen:
        parser.error("say `diff PAGE` or `mark PAGE`")
    for key in chosen:
        print(diff(key, root)) if given.action == "diff" else mark(key, root)
    return 0


def _status(chosen: list[str], root: Path) -> int:
    """Print which of the chosen pairs are stale; return the exit status."""
    found = [fault for key in chosen if (fault := stale(*pair(key, root)))]
    print("\n".join(map(str, found)) or "every pair is reviewed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
