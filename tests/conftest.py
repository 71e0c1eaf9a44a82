"""The built site and a browser, made once for all tests that need them."""

from __future__ import annotations

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests import book_copy, one_page

# The same examples at every run, and no time limit: a busy machine is no fault.
settings.register_profile("book", deadline=None, derandomize=True)
settings.load_profile("book")

SUBPATH = "libro"
ENVIRONMENT = {
    "SITE_URL": f"https://example.org/{SUBPATH}/",
    "SOURCE_DATE_EPOCH": "1700000000",
}
LAST = "the last good site"
# Files that take long: both processes begin with them and end with what is short.
LONG = (
    "test_serve.py",
    "test_site.py",
    "test_builds_at_once.py",
    "test_browser.py",
    "test_search.py",
    "test_faults.py",
    "test_contributing.py",
    "test_jobs.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    one_page.add_option(parser)


def pytest_configure(config: pytest.Config) -> None:
    one_page.configure(config)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compute the book before all tests are run, so that no test does it again."""
    config = session.config
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    chosen = config.getoption(one_page.OPTION) or config.option.collectonly
    if whole and not chosen and not hasattr(config, "workerinput"):
        book_copy.compute()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Put the long files first if several processes share the tests."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: [name != item.path.name for name in LONG])


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory) -> Path:
    """Build the book, once for all processes of the tests, as `_build` does."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent
    wrong = shared / "wrong.txt"
    with FileLock(shared / "site.lock"):
        if not wrong.exists():
            wrong.write_text(_build(shared / "book"))
    assert wrong.read_text() == ""
    return shared / "book" / "site"


def _build(place: Path) -> str:
    """Build a copy over an old site, for a sub-path; return what is wrong, if any."""
    book = book_copy.make(place)
    (book / "site").mkdir()
    (book / "site" / "index.html").write_text(LAST)
    done = book_copy.build(book, **ENVIRONMENT)
    return done.stdout if done.returncode else ""


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let files be kept for ten minutes, as GitHub Pages does."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test output to the tests."""


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the built site below a sub-path, as GitHub Pages does."""
    folder = tmp_path_factory.mktemp("served")
    (folder / SUBPATH).symlink_to(site)
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{SUBPATH}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Start the system's Chromium without a window."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    found = found or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine: install it to test in a browser")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser, address: str) -> Iterator:
    """Open a page that notes every error and every request to another host."""
    context = browser.new_context()
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda m: m.type == "error" and _note(opened, m.text))
    opened.on("pageerror", lambda error: _note(opened, str(error)))
    opened.on("response", lambda r: r.status >= 400 and _note(opened, r.url))
    opened.on("request", lambda r: _foreign(r.url, address) and _note(opened, r.url))
    yield opened
    assert opened.complaints == []
    context.close()


def _note(page, what: str) -> None:
    page.complaints.append(what)


def _foreign(url: str, address: str) -> bool:
    host = re.match(r"https?://[^/]+", address)[0]
    return url.startswith("http") and not url.startswith(host + "/libro/")
