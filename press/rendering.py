"""The steps that make a page, each left out if the last build did the same.

MkDocs renders every page at every build. Here a page's Markdown is converted, its
template filled and its file written only if something that they depend on is another.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from press import shared
from press.faults import ROOT
from press.memory import Memory, digest, stamps

RENDERED = ("content", "toc", "title", "present_anchor_ids")
SETTINGS = ("mkdocs.yml", "mkdocs.en.yml", "press/theme")


class Rendering:
    """One language's pages in one build, with the memory of the last."""

    def __init__(self, config: MkDocsConfig, memory: Memory, kept: set[str]) -> None:
        """`kept` takes the files of the site that stand as they are."""
        self.config, self.memory, self.kept = config, memory, kept
        self.language = config.theme["language"]
        settings = stamps(*(ROOT / name for name in SETTINGS))
        self.settings = digest(settings, config.site_url)
        self.addresses = self.site = ""
        self.keys: dict[str, str] = {}
        self.restored: set[str] = set()

    def note_files(self, files: Files) -> None:
        """Note what pages may link to; leave files alone that stand in the site."""
        self.addresses = digest([file.src_uri for file in files])
        for file in files:
            if file.is_documentation_page() or shared.elsewhere(file, self.config):
                continue
            source = file.abs_src_path
            key = digest(stamps(Path(source)) if source else file.content_bytes)
            place = "file", self.language, file.dest_uri
            if self.memory.recall(place, key):
                file.copy_file = lambda dirty, f=file: self._keep(f.abs_dest_path)
            else:
                self.memory.note(place, key, True)

    def expanded(self, page: Page, markdown: str, more: Iterable[str]) -> str:
        """Take a page's Markdown, and what else its HTML shows, before it is converted.

        If all is as it was, `page.render` gives what it gave then.
        """
        uri = page.file.src_uri
        shown = [hash(text) for text in (markdown, *more)]  # a text remembers its own
        key = digest(self.settings, self.addresses, uri, page.meta, shown)
        self.keys[uri] = key
        self.restored.discard(uri)
        if found := self.memory.recall(("html", self.language, uri), key):
            self.restored.add(uri)
            page.render = lambda config, files: page.__dict__.update(found)
        return markdown

    def note_content(self, page: Page, content: str) -> None:
        """Keep what a page became before the template is filled."""
        uri, names = page.file.src_uri, page.__dict__
        if uri not in self.restored:
            found = {
                n: names[n] for n in (*RENDERED, "_title_from_render") if n in names
            }
            found["content"] = content
            self.memory.note(("html", self.language, uri), self.keys[uri], found)

    def note_navigation(self, nav: Navigation) -> None:
        """Note what every page shows of all others; their titles have to be known."""
        shown = [(part, [_item(item) for item in items]) for part, items in nav.parts]
        self.site = digest(self.settings, shown)

    def fill(self, template: jinja2.Template, context: dict) -> str:
        """Return a filled template, from memory if all is as it was."""
        page = context.get("page")
        parts = [template.name, self.site, context["base_url"]]
        if page:
            own = [page.title, [_anchor(item) for item in page.toc], page.url]
            parts += [self.keys[page.file.src_uri], *own, context.get("twin")]
        place = "output", self.language, page.file.src_uri if page else template.name
        return self.memory.step(place, digest(*parts), lambda: template.render(context))

    def place(self, page: Page, output: str, aside: Path) -> str:
        """Have a page written, or written aside if the same text stands in the site."""
        place = "written", self.language, page.file.dest_uri
        key = digest(hash(output))
        if not self.memory.recall(place, key):
            self.memory.note(place, key, True)
            return output
        self._keep(page.file.abs_dest_path)
        page.file.abs_dest_path = str(aside)
        return "as it was"

    def _keep(self, path: str) -> None:
        self.kept.add(path)


class Templates:
    """The theme's templates, filled by a rendering; what MkDocs asks of it."""

    def __init__(self, env: jinja2.Environment, rendering: Rendering) -> None:
        self.env, self.rendering = env, rendering

    def get_template(self, name: str) -> Filler:
        """Return a template by its name."""
        return Filler(self.env.get_template(name), self.rendering)


class Filler:
    """One template, filled by a rendering."""

    def __init__(self, template: jinja2.Template, rendering: Rendering) -> None:
        self.template, self.rendering = template, rendering

    def render(self, context: dict) -> str:
        """Return the filled template."""
        return self.rendering.fill(self.template, context)


class Listed(jinja2.BaseLoader):
    """A loader that looks once for what there is: the theme has thousands of icons."""

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        self.loader = loader
        self.names: list[str] = []

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple:
        """Return a template's text, as the loader behind finds it."""
        return self.loader.get_source(environment, template)

    def list_templates(self) -> list[str]:
        """Return the names of all files of the theme."""
        if not self.names:  # MkDocs ships none of those with a dot
            found = self.loader.list_templates()
            self.names = [name for name in found if not name.startswith(".")]
        return self.names


def environment(config: MkDocsConfig, memory: Memory) -> jinja2.Environment:
    """Return the theme's environment, its templates compiled for the last build."""
    language = config.theme["language"]
    place, key = ("environment", language), digest(stamps(ROOT / "press" / "theme"))
    if not (env := memory.recall(place, key)):
        env = type(config.theme).get_env(config.theme)
        env.loader = Listed(env.loader)
        shared.add_filter(env, config)
        memory.note(place, key, env)
    return env


def _item(item: object) -> tuple:
    """Return what a page shows of an entry of the navigation."""
    inside = [_item(child) for child in item.children or ()]
    return type(item).__name__, item.title, getattr(item, "url", ""), inside


def _anchor(item: AnchorLink) -> tuple:
    return item.id, item.title, item.level, [_anchor(child) for child in item.children]
