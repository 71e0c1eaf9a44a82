"""Console sessions on a page: what was typed, and what was answered."""

from __future__ import annotations

import re
from itertools import groupby

SESSION = re.compile(
    r'(?<=<pre><span></span><code>)<span class="gp">.*?(?=</code>)', re.S
)
PROMPT = '<span class="gp">'


def mark_answers(html: str) -> str:
    """Put what is not typed into a span: Pygments colours parts of it as code."""
    return SESSION.sub(lambda match: _marked(match[0]), html)


def _marked(session: str) -> str:
    parts = groupby(session.splitlines(keepends=True), lambda s: s.startswith(PROMPT))
    texts = [(is_typed, "".join(lines)) for is_typed, lines in parts]
    return "".join(
        text if is_typed else f'<span class="answer">{text}</span>'
        for is_typed, text in texts
    )
