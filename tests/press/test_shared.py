"""One copy of what both languages load."""

from types import SimpleNamespace

import jinja2
import pytest
from mkdocs.utils.templates import url_filter

from press import shared

SPANISH, ENGLISH = (
    SimpleNamespace(theme={"language": code}, extra_javascript=[])
    for code in ("es", "en")
)


def test_links_of_english_pages_lead_one_folder_up():
    html = '<a href="../assets/a"> <img src="assets/b"> <a href="../my/assets/">'
    assert shared.linked(html, SPANISH) == html
    assert shared.linked(html, ENGLISH) == (
        '<a href="../../assets/a"> <img src="../assets/b"> <a href="../my/assets/">'
    )


@pytest.mark.parametrize(
    ("config", "asset"), [(SPANISH, "../assets/a.css"), (ENGLISH, "../../assets/a.css")]
)
def test_templates_find_the_shared_files(config, asset):
    env = jinja2.Environment()
    env.filters["url"] = url_filter
    shared.add_filter(env, config)
    template = env.from_string("{{ 'assets/a.css' | url }} {{ 'c/d/' | url }}")
    page = SimpleNamespace(url="b/")
    assert template.render(page=page, base_url="..") == f"{asset} ../c/d/"


def test_the_english_half_writes_no_shared_file():
    written = []
    files = [
        SimpleNamespace(
            dest_uri=uri, copy_file=lambda dirty, uri=uri: written.append(uri)
        )
        for uri in ("assets/a.css", "lab/lab.ipynb")
    ]
    shared.leave_out(files, SPANISH)
    for file in files:
        file.copy_file(dirty=False)
    assert written == ["assets/a.css", "lab/lab.ipynb"]
    shared.leave_out(files, ENGLISH)
    for file in files:
        file.copy_file(dirty=False)
    assert written[2:] == ["lab/lab.ipynb"]
