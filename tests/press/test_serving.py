"""A fault while the book is served: on every page as it is sent, while it lasts."""

from __future__ import annotations

from types import SimpleNamespace

from press.serving import _Message

PAGE = b"<html><body class='a'><p>Text</p></body></html>"


def test_a_fault_is_sent_with_every_page_while_it_lasts() -> None:
    server = SimpleNamespace(_inject_js_into_html=lambda html, epoch: html + b"<js>")
    shown = _Message(server)
    assert server._inject_js_into_html(PAGE, 0) == PAGE + b"<js>"
    shown.text = "a < b & c"
    for _ in range(2):
        html = server._inject_js_into_html(PAGE, 0).decode()
        assert html.count('class="fault"') == 1
        assert "a &lt; b &amp; c" in html
        assert html.index("<body") < html.index("fault") < html.index("<p>")
        assert html.endswith("</html><js>")
    shown.text = ""
    assert server._inject_js_into_html(PAGE, 0) == PAGE + b"<js>"
