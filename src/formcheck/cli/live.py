"""`live`: stretch in front of a camera, led by a page in the browser."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import Model, Poses, Turn, person_told
from formcheck.core.words.catalogue import marked, say

if TYPE_CHECKING:
    from formcheck.app.live.session import LiveSession
    from formcheck.web.server import LiveServer

__all__ = ["live"]

PAGE_GONE_S = 60.0
"""So long after its page was closed, formcheck ends and lets go of the camera."""

NO_CAMERA = marked("no camera is found: plug one in, or use a video, --camera FILE")

_LOOK_EVERY_S = 0.2


def live(
    camera: Annotated[
        str,
        typer.Option(metavar="N|URL|FILE", help="Camera number, address, or a video."),
    ] = "0",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of the local page; 0: any free.")
    ] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only say where the page is.")
    ] = False,
    person: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Initials or a word, for the history; else who had the last session.",
        ),
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The camera gives a mirror's picture.")
    ] = False,
    rotate: Annotated[
        Turn | None,
        typer.Option(help="Turn the camera's picture clockwise, in degrees."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Store the pictures; else none are.")
    ] = False,
    camera_certificate: Annotated[
        str | None,
        typer.Option(
            metavar="SHA256",
            help="Of an https camera that signs its own, as phones do.",
        ),
    ] = None,
    poses: Poses = None,
    model: Model = None,
) -> None:
    """Stretch in front of the camera; a page in the browser leads you through."""
    from formcheck.app.live.session import LiveOptions, LiveSession
    from formcheck.app.person.outcomes import due_told
    from formcheck.cli.server_faults import server_faults_told
    from formcheck.edges.places import data_dir
    from formcheck.edges.scratch import scratch
    from formcheck.resources import model_file, poses_dir
    from formcheck.web.server import LiveServer

    server_faults_told()
    whose = person_told(person)
    options = LiveOptions(
        camera,
        model_file(model),
        poses or poses_dir(),
        whose,
        mirrored=mirrored,
        record=record,
        certificate=camera_certificate,
        turn_deg=int(rotate.value) if rotate else 0,
    )
    with (
        _stopping() as stop,
        closing(LiveSession(options)) as session,
        LiveServer(session, port) as server,
    ):
        if session.others:
            known = ", ".join(session.others)
            print(
                say(
                    "No name was given. Known here: {names}; see --person.", names=known
                )
            )
        if session.elsewhere:
            where = session.elsewhere
            print(say("The camera is on another machine: {where}.", where=where))
        if session.recordings:
            folder = session.recordings
            print(say("Pictures of the session are stored in {folder}.", folder=folder))
        session.start()
        address = server.address
        print(say("formcheck is at {address}", address=address))
        print(say("That address works once, for the first browser that opens it."))
        print(say("Ctrl-C ends and saves."), flush=True)
        with scratch(data_dir()) as folder:
            if not no_browser:
                _open(server.door.hand_over(folder))
            _watch(session, server, address, stop)
        session.close()  # before the server, so that the page hears of it
    if session.failure is not None:
        raise session.failure
    if told := due_told(whose):
        print(told)


def _watch(
    session: LiveSession, server: LiveServer, address: str, stop: SimpleQueue[int]
) -> None:
    """Wait until it has ended, is to stop, or its page has been gone for long.

    address: what lets one more browser in; told anew whenever it has been used.
    """
    seen = told = False
    pages = server.pages
    while not session.ended.is_set():
        with suppress(Empty):
            stop.get(timeout=_LOOK_EVERY_S)
            return
        if session.no_camera and not told:
            told = True
            print(f"formcheck: {_no_camera()}", file=sys.stderr, flush=True)
        if server.door.is_used(address):
            address = server.address
            print(say("For another browser: {address}", address=address), flush=True)
        if pages.connected:
            seen = True
        elif seen and time.monotonic() - pages.seen_s > PAGE_GONE_S:
            print(say("The page was closed."))
            return


def _no_camera() -> str:
    """That there is none; or, where another is there, which."""
    from formcheck.edges.camera import list_cameras

    others = [f"{one.number} ({one})" for one in list_cameras()]
    if not others:
        return say(NO_CAMERA)
    return say(
        "that camera is not there, but this is: {others}; see --camera",
        others=", ".join(others),
    )


def _open(page: Path) -> None:
    """Open a page of ours that leads to formcheck's: its arguments name no secret."""
    import webbrowser

    if not webbrowser.open(page.as_uri()):
        print(say("No browser could be opened here: open that address yourself."))
    else:  # one in a sandbox reads no files of the data folder
        print(say("If your browser shows no page, type that address."), flush=True)


@contextmanager
def _stopping() -> Iterator[SimpleQueue[int]]:
    """Put Ctrl-C and the other signals that end a program into a queue.

    An exception could come while a lock is being taken, and leave it taken for ever.
    The second signal raises KeyboardInterrupt all the same: somebody will not wait.
    """
    names = ["SIGINT", "SIGTERM"] + (["SIGHUP"] if sys.platform != "win32" else [])
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    asked: SimpleQueue[int] = SimpleQueue()
    heard: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if heard:
            raise KeyboardInterrupt
        heard.append(number)
        asked.put(number)

    for name in names:
        signal.signal(getattr(signal, name), stop)
    try:
        yield asked
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
