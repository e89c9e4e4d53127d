"""Pictures of the live page, from a real session on a sample clip, in Chromium.

    python -m tools.make_screenshots            the chosen ones, to docs/live/
    python -m tools.make_screenshots DIR        every screen in both sizes, to DIR

The camera is a loopback stream of two sample clips; everything else is as it runs for
a person: the pose model, the judge, the page. It takes about four minutes.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page

from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.core.session.states import Hand
from formcheck.core.stretch.spec import Plan
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.resources import model_file, poses_dir
from formcheck.web.server import LiveServer
from tests.mjpeg import MjpegServer
from tests.sessions import SORE, bridges, record_of, session_of, write_trace
from tests.web.browser import LARGE, SMALL, at_step, opened, until
from tests.web.studio import BRIDGE, CHILD, PROGRAMME, answer, step_of

CHOSEN = Path(__file__).resolve().parents[1] / "docs" / "live"
LIGHT, DARK = "light", "dark"
LOOKS = ((LARGE, LIGHT), (SMALL, DARK))

KEPT = {
    "choose": LIGHT,
    "screening": LIGHT,
    "pain": DARK,
    "camera": LIGHT,
    "ready": LIGHT,
    "show": LIGHT,
    "count_in": LIGHT,
    "stretch": LIGHT,
    "ease_off": DARK,
    "hold": DARK,
    "rest": LIGHT,
    "paused": LIGHT,
    "reason": LIGHT,
    "rest_advice": DARK,
    "after": LIGHT,
    "summary": LIGHT,
    "report": LIGHT,
    "progress": LIGHT,
}
"""The chosen ones, each in one look."""

QUALITY = 80
WAIT_S = 60.0


class Album:
    """Takes pictures of a page, all looks or the chosen ones."""

    def __init__(self, folder: Path, *, every: bool) -> None:
        self.folder, self.every = folder, every
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Take `name` as the page is now. whole: as far down as it goes."""
        for size_wh, scheme in LOOKS:
            if not self.every and KEPT.get(name) != scheme:
                continue
            page.set_viewport_size({"width": size_wh[0], "height": size_wh[1]})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(150)
            suffix = f"-{size_wh[1]}-{scheme}" if self.every else ""
            path = self.folder / f"{name}{suffix}.jpg"
            page.screenshot(path=path, type="jpeg", quality=QUALITY, full_page=whole)
            print(path)


@contextmanager
def studio(folder: Path) -> Iterator[tuple[MjpegServer, LiveSession]]:
    """A camera, and a session of somebody who has been here before."""
    poses = folder / "poses"
    shutil.copytree(poses_dir(), poses)
    (poses / "programmes" / "short.toml").write_text(PROGRAMME, encoding="utf-8")
    with SqliteStore(folder / "kept") as store:
        for number, hip in enumerate((172, 176, 187)):
            day = f"2026-11-{2 + 7 * number:02}"
            seen = bridges(3 + number, hip, over=number == 0).seen()
            trace = write_trace(folder / f"{day}.npz", seen)
            record = record_of(trace, plan=Plan(hold_s=2))
            programme = "back_15_minutes"
            about = {"pain": SORE, "days_a_week": 3, "programme": programme}
            store.keep(session_of([record], day, "", day, **about), [trace])
    with MjpegServer(fps=25) as camera:
        camera.idle(BRIDGE)
        options = LiveOptions(camera.url, model_file(), poses, folder=folder / "kept")
        session = LiveSession(options)
        session.start()
        try:
            yield camera, session
        finally:
            session.close()


def go_on(page: Page, session: LiveSession, step: str) -> None:
    """Go on until that step, pressing what leads there."""
    end_s = time.monotonic() + WAIT_S
    while step_of(page) != step:
        assert time.monotonic() < end_s, (step, step_of(page))
        if step_of(page) in ("advice", "show", "move", "rest"):
            session.send({"do": "next"})
        page.wait_for_timeout(100)


def settle_hand(page: Page, session: LiveSession) -> None:
    """Nobody in the clips raises a hand."""
    while step_of(page) == "camera":
        flow = session.engine.flow
        session.engine.flow = replace(flow, hand=Hand(settled=True))
        page.wait_for_timeout(300)


def answer_screening(page: Page, album: Album) -> None:
    """Nothing is wrong, little hurts; one picture of each kind of question."""
    taken = set()
    while step_of(page) == "screening":
        kind = "pain" if page.query_selector(".scale") else "screening"
        if kind not in taken:
            album.take(page, kind)
            taken.add(kind)
        answer(page, pain=2)
        page.wait_for_timeout(300)


def read(page: Page, click: str, take: Callable[[Page], None]) -> None:
    """Take what a link opens."""
    with page.context.expect_page() as found:
        page.click(click)
    found.value.wait_for_load_state()
    take(found.value)
    found.value.close()


def tour(album: Album, camera: MjpegServer, session: LiveSession) -> None:
    """Go through a session, and take every screen of it."""
    with LiveServer(session) as server, opened(LARGE) as (page, _):
        page.goto(server.address)
        page.wait_for_selector(".card .pictures svg")
        album.take(page, "choose")
        page.click(".card[data-id=short]")
        at_step(page, "screening")
        answer_screening(page, album)
        go_on(page, session, "camera")
        page.wait_for_selector("[data-do=timed]", timeout=45_000)
        album.take(page, "camera")
        settle_hand(page, session)
        go_on(page, session, "show")
        page.wait_for_timeout(1500)
        album.take(page, "show")
        camera.idle(CHILD)
        go_on(page, session, "ready")
        page.wait_for_timeout(2500)
        album.take(page, "ready")
        camera.idle(BRIDGE)
        at_step(page, "count_in")
        album.take(page, "count_in")
        at_step(page, "stretch")
        camera.play(BRIDGE, from_s=16.5)
        until(page, "document.querySelector('.dial .number')?.textContent === '1'", 25)
        album.take(page, "stretch")
        page.wait_for_selector(".caption[data-kind=unsafe]", timeout=25_000)
        album.take(page, "ease_off")
        at_step(page, "rest", 40)
        album.take(page, "rest")
        camera.idle(CHILD)
        go_on(page, session, "stretch")
        camera.play(CHILD, from_s=3.0)
        until(page, "/^[1-4]$/.test(document.querySelector('.number').textContent)", 25)
        album.take(page, "hold")
        page.keyboard.press("a")
        at_step(page, "paused")
        album.take(page, "paused")
        page.click("[data-do=stop]")
        at_step(page, "reason")
        album.take(page, "reason")
        page.click("text=It hurts")
        at_step(page, "rest_advice")
        album.take(page, "rest_advice")
        page.click("[data-do=next]")
        at_step(page, "after")
        album.take(page, "after")
        page.keyboard.press("2")
        page.click("text=As usual")
        page.wait_for_selector("textarea")
        album.take(page, "note")
        page.click("text=No note")
        at_step(page, "summary")
        page.wait_for_timeout(500)
        album.take(page, "summary")
        read(page, "a >> text=Report", lambda p: album.take(p, "report"))
        read(page, "text=My progress", lambda p: album.take(p, "progress"))


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="every screen, to here")
    folder = parser.parse_args().folder
    album = Album(folder or CHOSEN, every=folder is not None)
    with (
        tempfile.TemporaryDirectory() as work,
        studio(Path(work)) as (camera, session),
    ):
        tour(album, camera, session)


if __name__ == "__main__":
    main()
