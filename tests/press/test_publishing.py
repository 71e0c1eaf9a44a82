"""Publishing: whatever builds do at once and wherever they are killed, a whole site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from press import publishing
from tests.book_copy import ROOT

# Children are forked by a program of one thread; what they say comes back as JSON.
PROGRAM = """
import json, os, random, sys, time
from pathlib import Path
from press import publishing

FILES = 12
site, scene, exchange = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "exchange"
if not exchange:
    publishing._system_call = lambda: None

def build(version, trace=None):
    "Print and publish a site whose files all hold its version."
    sys.settrace(trace)
    work = publishing.prepare(site)
    work.new.mkdir()
    for number in range(FILES):
        (work.new / str(number)).write_text(version)
    publishing.publish(work)
    sys.settrace(None)

def at_each_line(act):
    "Return a tracer that acts at every line of the publishing module."
    def trace(frame, event, argument):
        if frame.f_code.co_filename == publishing.__file__:
            act()
        return trace
    return trace

def child(work):
    "Run a function in a process of its own; its exit status says how it ended."
    pid = os.fork()
    if not pid:
        try:
            work()
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(2)
        os._exit(0)
    return pid

def status(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def version():
    "Return the version of the site if it is whole: read through one open folder."
    while True:
        try:
            folder = os.open(site, os.O_DIRECTORY)
        except FileNotFoundError:
            return "absent"
        try:
            names = os.listdir(folder)
            files = [os.open(name, os.O_RDONLY, dir_fd=folder) for name in names]
        except FileNotFoundError:
            files = names = None
        try:
            same = os.stat(site).st_ino == os.fstat(folder).st_ino
        except FileNotFoundError:
            same = False
        os.close(folder)
        texts = {os.read(f, 99).decode() for f in files or ()}
        for f in files or ():
            os.close(f)
        if same:  # it was the published one all the time
            whole = files is not None and len(files) == FILES and len(texts) == 1
            return texts.pop() if whole else "broken"

def kills():
    "Kill a build at each of its lines in turn; then let the next one run."
    found = []
    for line in range(1, 10_000):
        build("old")
        left = line
        def stop():
            nonlocal left
            left -= 1
            if not left:
                os._exit(9)
        ended = status(child(lambda: build("new", at_each_line(stop))))
        seen = version()
        work = publishing.prepare(site)
        after = version()
        work.discard()
        found.append([ended, seen, after])
        if ended == 0:
            return found

def crowd():
    "Let three builds at a time stumble, some be killed, and look on all the while."
    random.seed(int(sys.argv[4]))
    build("start")
    seen, ended, running = set(), [], {}
    for number in range(40):
        seed = random.random()
        def life(number=number, seed=seed):
            chance = random.Random(seed)
            doomed = chance.random() < 0.4
            def stumble():
                if chance.random() < 0.2:
                    time.sleep(chance.random() * 0.004)
                if doomed and chance.random() < 0.01:
                    os._exit(9)
            build(f"v{number}", at_each_line(stumble))
        running[child(life)] = number
        while len(running) >= 3:
            seen.add(version())
            pid, how = os.waitpid(-1, os.WNOHANG)
            if pid:
                ended.append(os.waitstatus_to_exitcode(how))
                running.pop(pid)
    while running:
        pid, how = os.waitpid(-1, 0)
        ended.append(os.waitstatus_to_exitcode(how))
        running.pop(pid)
    publishing.prepare(site).discard()
    return {"seen": sorted(seen), "ended": ended, "last": version()}

print(json.dumps({"kills": kills, "crowd": crowd}[scene]()))
"""


def played(site: Path, *args: str):
    """Return what a scene of the program gives."""
    command = [sys.executable, "-c", PROGRAM, str(site), *args]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return json.loads(done.stdout)


def beside(site: Path) -> list[str]:
    return [path.name for path in site.parent.iterdir()]


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_build_killed_anywhere_leaves_a_whole_site(tmp_path: Path, way: str) -> None:
    found = played(tmp_path / "site", "kills", way)
    assert len(found) > 30
    assert all(ended in (0, 9) for ended, _, _ in found)
    assert {after for _, _, after in found} == {"old", "new"}
    allowed = {"old", "new"} | ({"absent"} if way == "renames" else set())
    assert {seen for _, seen, _ in found} == allowed
    assert beside(tmp_path / "site") == ["site"]


@pytest.mark.parametrize("way", ["exchange", "renames"])
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_many_builds_at_once_with_kills(tmp_path: Path, way: str, seed: str) -> None:
    found = played(tmp_path / "site", "crowd", way, seed)
    assert {0, 9} == set(found["ended"])
    assert "broken" not in found["seen"]
    assert way == "renames" or "absent" not in found["seen"]
    assert found["last"] not in ("absent", "broken")
    assert beside(tmp_path / "site") == ["site"]


def printed(site: Path, text: str) -> publishing.Workspace:
    work = publishing.prepare(site)
    work.new.mkdir()
    (work.new / "page").write_text(text)
    return work


def test_the_first_site_needs_no_folder_before_it(tmp_path: Path) -> None:
    publishing.publish(printed(tmp_path / "out" / "site", "first"))
    assert (tmp_path / "out" / "site" / "page").read_text() == "first"


def test_a_linked_site_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    publishing.publish(printed(tmp_path / "site", "new"))
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "real" / "page").read_text() == "new"


def test_a_file_in_the_site_s_place_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    work = printed(tmp_path / "site", "new")
    with pytest.raises(NotADirectoryError):
        publishing.publish(work)
    assert (tmp_path / "site").read_text() == "mine"


def test_the_workspace_of_a_running_build_is_left_alone(tmp_path: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = publishing.psutil.Process(sleeper.pid).create_time()
    running = tmp_path / f".site.{sleeper.pid}.{started:.2f}"
    earlier = tmp_path / f".site.{sleeper.pid}.{started - 60:.2f}"
    running.mkdir()
    earlier.mkdir()

    publishing.prepare(tmp_path / "site").discard()
    assert beside(tmp_path / "site") == [running.name]

    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    publishing.prepare(tmp_path / "site").discard()  # a zombie runs no build
    assert beside(tmp_path / "site") == []
    sleeper.communicate()
