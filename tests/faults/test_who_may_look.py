"""Who may look: no secret where another account of this machine reads it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from formcheck.edges.journal import Journal
from formcheck.edges.people import PeopleFiles, replace_text
from formcheck.edges.scratch import Scratch
from formcheck.edges.sqlite_store import JOURNALS, RECORDINGS, SqliteStore
from formcheck.edges.video_recorder import VideoRecorder
from formcheck.web.scripted import ScriptedSession, Step
from formcheck.web.server import LiveServer
from tests.conftest import Call
from tests.sessions import record_of, session_of
from tests.web.entering import entered

SCRIPT = [Step({"step": "choose", "title": "Choose"})]


@pytest.fixture
def server() -> Iterator[LiveServer]:
    session = ScriptedSession(SCRIPT, lambda _at_s: b"\xff\xd8\xff\xd9")
    with LiveServer(session) as serving:
        yield serving


def test_an_address_lets_one_browser_in_once(server: LiveServer) -> None:
    address = server.address
    assert not server.door.is_used(address)
    place, cookie = entered(address)
    assert server.door.is_used(address)
    assert httpx.get(place, headers=cookie).status_code == 200
    assert httpx.get(address).status_code == 404, "a second browser"
    assert httpx.get(server.address).status_code == 200, "with a fresh one"


def test_the_cookie_is_for_this_page_alone(server: LiveServer) -> None:
    answer = httpx.get(server.address)
    name, *kinds = answer.headers["set-cookie"].split("; ")
    assert name.startswith(f"formcheck-{server.port}=")
    assert set(kinds) == {"HttpOnly", "SameSite=Strict", f"Path=/{server.door.key}/"}
    assert server.door.key not in name


@pytest.mark.parametrize("lacks", ["cookie", "key", "both", "port", "value"])
@pytest.mark.parametrize("path", ["", "catalogue", "static/app.js", "progress"])
def test_key_and_cookie_are_both_needed(
    server: LiveServer, lacks: str, path: str
) -> None:
    place, headers = entered(server.address)
    if lacks in ("key", "both"):
        place = f"http://127.0.0.1:{server.port}/{'A' * 32}/"
    if lacks in ("cookie", "both"):
        headers = {}
    if lacks == "port":  # of another start, on another port
        headers = {"Cookie": headers["Cookie"].replace("formcheck-", "formcheck-1")}
    if lacks == "value":
        headers = {"Cookie": headers["Cookie"][:-1] + "\xe9; a=b; =; c"}
    sent = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    answer = httpx.get(place + path, headers=sent)
    assert answer.status_code in (403, 404) and answer.text == "no\n"
    with (
        pytest.raises(InvalidStatus),
        connect(
            place.replace("http:", "ws:") + "socket",
            origin=Origin(f"http://127.0.0.1:{server.port}"),
            additional_headers={k: v.encode().decode() for k, v in headers.items()},
        ),
    ):
        pass


def test_what_looks_ahead_or_asks_for_heads_uses_nothing_up(server: LiveServer) -> None:
    address = server.address
    assert httpx.head(address).status_code in (405, 503)
    assert httpx.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 503
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 403
    foreign = {"Origin": "http://evil.example"}
    assert httpx.get(address, headers=foreign).status_code == 403
    assert entered(address)


BROWSER = """#!{python}
import os, sys, time
with open({seen!r}, "w") as file:
    file.write("\\n".join(sys.argv))
time.sleep(3)
"""


def test_no_argument_of_any_process_has_a_secret(tmp_path: Path) -> None:
    """The browser is given a file that only its owner reads; it leads in."""
    seen, data = tmp_path / "seen", tmp_path / "data"
    browser = tmp_path / "browser"
    browser.write_text(BROWSER.format(python=sys.executable, seen=str(seen)))
    browser.chmod(0o700)
    video = Path(__file__).parents[2] / "sample_videos" / "bridge_good.mp4"
    process = subprocess.Popen(
        [sys.executable, "-m", "formcheck", "live", "--camera", str(video)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "FORMCHECK_DATA": str(data), "BROWSER": f"{browser} %s &"},
    )
    assert process.stdout is not None
    try:
        address = ""
        for line in process.stdout:
            if "formcheck is at" in line:
                address = line.split()[-1]
            if "type that address" in line or "open that address" in line:
                break
        for _ in range(100):
            if seen.exists() and seen.read_text():
                break
            time.sleep(0.1)
        given = seen.read_text().splitlines()[-1]
        page = Path(unquote(urlsplit(given).path))
        assert given.startswith("file:") and page.is_relative_to(data)
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
        text = page.read_text()
        leads_to = text.partition("url=")[2].partition('"')[0]
        for secret in (address, leads_to):
            once = secret.rpartition("/")[2]
            assert len(once) >= 32 and once not in everybody_reads()
        place, cookie = entered(leads_to)
        assert httpx.get(place, headers=cookie).status_code == 200
        assert place.rsplit("/", 2)[1] not in everybody_reads()
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert not page.exists(), "it goes with the session"


def everybody_reads() -> str:
    """The arguments of every process there is."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
    assert found
    return "\n".join(found)


def test_all_that_is_kept_is_for_its_owner_alone(
    data: Path, bridge_trace: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.mkdir(mode=0o755)
    data.chmod(0o755)  # it was there before, open to everybody
    old = os.umask(0o022)
    try:
        with SqliteStore(data) as store:
            record = record_of(bridge_trace)
            store.keep(session_of([record]), [bridge_trace])
        people = PeopleFiles(data)
        replace_text(people.plan("AB"), "schema = 1\n")
        Journal(data / JOURNALS, "x").close()
        running = Scratch(data)
        VideoRecorder(data / RECORDINGS / "x.mp4").close()
        assert call("backup", "all.zip")[0] == 0
        with zipfile.ZipFile("all.zip", "a") as archive:
            archive.writestr("people/person-c%44/plan.toml", "schema = 1\n")
        monkeypatch.setenv("FORMCHECK_DATA", str(data.parent / "new" / "one"))
        assert call("restore", "all.zip")[0] == 0
        assert call("sessions", "list")[0] == 0
        open_to_others = {
            str(path)
            for path in [*data.rglob("*"), Path("all.zip")]
            if path.stat().st_mode & 0o077
        }
        new = data.parent / "new"
        open_to_others |= {
            str(path) for path in [new, *new.rglob("*")] if path.stat().st_mode & 0o077
        }
        running.close()
    finally:
        os.umask(old)
    assert open_to_others == set()
