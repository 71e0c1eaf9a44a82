"""A fault while the book is served: it is shown on every page."""

from __future__ import annotations

from pathlib import Path

from press.serving import show


def test_a_fault_is_shown_once_on_every_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html><body class='a'><p>Text</p></body></html>")
    show(tmp_path, "a < b")
    show(tmp_path, "c & d")
    html = page.read_text()
    assert html.count('class="fault"') == 1
    assert "c &amp; d" in html
    assert html.index("<body") < html.index("fault") < html.index("<p>")
