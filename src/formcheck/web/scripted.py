"""A session that plays a script: the fake of the live engine.

It knows no rules. A script is a list of steps; each shows a screen, tells events and
makes states as its time goes by. It goes on when it is over, or when the person does
one of the things that it waits for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from formcheck.errors import FormcheckError
from formcheck.web.session import Message

__all__ = ["ScriptedSession", "ScriptedSnapshot", "Step", "blank_state"]

_TICK_S = 1 / 30


@dataclass(frozen=True, slots=True)
class Step:
    """One screen, and what happens on it.

    goes_on: commands (`do`) that lead to the next step. lasts_s: then it goes on.
    events: (seconds into the step, event without its number). state: what to add to
    the `state` at a time into the step. pausable: a press pauses, another resumes.
    """

    screen: Message
    goes_on: tuple[str, ...] = ()
    lasts_s: float | None = None
    events: tuple[tuple[float, Message], ...] = ()
    state: Callable[[float], Message] = lambda _at_s: {}
    pausable: bool = False


@dataclass(frozen=True, slots=True)
class ScriptedSnapshot:
    """One frame of the script."""

    number: int
    message: Message
    picture: bytes

    def jpeg(self, quality: int = 80) -> bytes:
        """The picture, as it was given."""
        return self.picture


@dataclass(slots=True)
class _Now:
    """Where the script is."""

    step: int = 0
    at_s: float = 0.0
    told: int = 0
    paused: bool = False
    shown: Message = field(default_factory=dict)


class ScriptedSession:
    """Plays a script in real time.

    Parameters
    ----------
    script
        The steps. The last one stays.
    picture
        JPEG bytes at a time of the session, seconds; None: no frame comes.
    catalogue, figures, reports
        What `catalogue`, `figure` and `report` answer.
    """

    def __init__(
        self,
        script: Sequence[Step],
        picture: Callable[[float], bytes | None],
        catalogue: Message | None = None,
        figures: Mapping[str, Message] | None = None,
        reports: Mapping[str, str] | None = None,
    ) -> None:
        self._script = script
        self._picture = picture
        self._catalogue = catalogue or {"programmes": [], "stretches": []}
        self._figures = figures or {}
        self._reports = reports or {}
        self._events: list[Message] = []
        self._callbacks: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._now = _Now()
        self._started_s = time.monotonic()
        self._snapshot: ScriptedSnapshot | None = None
        self._thread = threading.Thread(target=self._run, name="script", daemon=True)
        self.ended = threading.Event()
        self.commands: list[Message] = []
        """Everything that was sent, oldest first."""
        self.page_counts: list[int] = []

    @property
    def screen(self) -> Message:
        """The step's own screen, paused or not."""
        return self._script[self._now.step].screen

    @property
    def step_s(self) -> float:
        """Seconds into the step, pauses not counted."""
        return self._now.at_s

    def start(self) -> None:
        """Begin to play."""
        self._show(self._script[0].screen)
        self._thread.start()

    def send(self, command: Mapping[str, Any]) -> None:
        """Take a command; go on where the step waits for it."""
        do = command.get("do")
        if not isinstance(do, str):
            raise FormcheckError("a command says what to do")
        with self._lock:
            self.commands.append(dict(command))
            step = self._script[self._now.step]
            if step.pausable and do in ("press", "pause", "resume"):
                self._pause(step, do)
            elif do in step.goes_on:
                self._go_on()

    def hello(self) -> Message:
        """Return what a page needs that has just connected."""
        with self._lock:
            said = [e for e in self._events if e["type"] == "say"]
            return {
                "type": "hello",
                "version": 1,
                "session": f"script-{id(self):x}",
                "n": len(self._events),
                "time_s": self._time_s(),
                "screen": self._now.shown,
                "settings": {"rate": 1.0, "voice": True},
                "camera": {"status": "ok", "message": "", "fps": 30.0},
                "person": "",
                "recording": False,
                "said": said[-1] if said else None,
            }

    def events_after(self, n: int) -> list[Message]:
        """Return the events numbered above n."""
        with self._lock:
            return self._events[n:]

    def snapshot(self) -> ScriptedSnapshot | None:
        """Return the newest frame."""
        return self._snapshot

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back at each event and frame."""
        with self._lock:
            self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def pages(self, count: int) -> None:
        """Keep the counts for tests."""
        self.page_counts.append(count)

    def catalogue(self) -> Message:
        """Return the catalogue that was given."""
        return self._catalogue

    def cameras(self) -> list[Message]:
        """Return two cameras."""
        return [{"id": "0", "name": "Camera 0"}, {"id": "1", "name": "Camera 1"}]

    def figure(self, stretch_id: str) -> Message | None:
        """Return a figure that was given."""
        return self._figures.get(stretch_id)

    def report(self, uid: str, save: str = "") -> str:
        """Return a report that was given, with the link to save it put in."""
        if uid not in self._reports:
            raise FormcheckError(f"there is no session {uid!r}")
        return self._reports[uid].replace("{save}", save)

    def progress(self) -> str:
        """Return the progress that was given, under that name."""
        return self.report("progress")

    def tell(self, event: Message) -> None:
        """Add an event, numbered, as the engine would."""
        with self._lock:
            numbered = {"n": len(self._events) + 1, "time_s": self._time_s(), **event}
            if event["type"] == "say":
                numbered.setdefault("id", numbered["n"])
                numbered.setdefault("until_s", numbered["time_s"] + 4.0)
            self._events.append(numbered)
        self._call_back()

    def close(self) -> None:
        """Stop."""
        self.ended.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(2)

    def _run(self) -> None:
        before_s, frame = time.monotonic(), 0
        while not self.ended.wait(_TICK_S):
            now_s = time.monotonic()
            with self._lock:
                self._advance(now_s - before_s)
                step = self._script[self._now.step]
                picture = self._picture(self._time_s())
                frame += picture is not None
                state = blank_state(self._time_s(), frame) | step.state(self._now.at_s)
                if self._now.paused:
                    state["step"] = "paused"
                else:
                    state["step"] = step.screen["step"]
                self._snapshot = ScriptedSnapshot(frame, state, picture or b"")
            before_s = now_s
            self._call_back()

    def _advance(self, gone_s: float) -> None:
        now, step = self._now, self._script[self._now.step]
        if now.paused:
            return
        now.at_s += gone_s
        while now.told < len(step.events) and step.events[now.told][0] <= now.at_s:
            self.tell(step.events[now.told][1])
            now.told += 1
        if step.lasts_s is not None and now.at_s >= step.lasts_s:
            self._go_on()

    def _go_on(self) -> None:
        if self._now.step + 1 < len(self._script):
            self._now = _Now(self._now.step + 1)
            self._show(self._script[self._now.step].screen)

    def _pause(self, step: Step, do: str) -> None:
        paused = {"press": not self._now.paused, "pause": True, "resume": False}[do]
        if paused == self._now.paused:
            return
        self._now.paused = paused
        title = {"step": "paused", "title": "Paused", "by": "press"}
        buttons = [
            {"do": "resume", "label": "Go on"},
            {"do": "skip", "label": "Leave this stretch"},
            {"do": "stop", "label": "Stop for today"},
        ]
        name = step.screen.get("name")
        paused_screen = title | {"name": name, "buttons": buttons}
        self._show(paused_screen if paused else step.screen)

    def _show(self, screen: Message) -> None:
        self._now.shown = screen
        self.tell({"type": "screen", "screen": screen})

    def _call_back(self) -> None:
        for callback in tuple(self._callbacks):
            callback()

    def _time_s(self) -> float:
        return round(time.monotonic() - self._started_s, 3)


def blank_state(time_s: float, frame: int) -> Message:
    """Return a `state` in which nobody is seen and nothing is judged."""
    nothing = ["why", "points", "near", "back", "phase", "progress", "hold", "reps"]
    nothing += ["side", "cue", "clock"]
    return {
        "type": "state",
        "time_s": time_s,
        "frame": frame,
        "captured_ns": time.monotonic_ns(),
        "looked": True,
        "camera": {"status": "ok", "message": "", "fps": 30.0, "size": [640, 480]},
        "seen": False,
        "arcs": [],
        "offer": [],
        "judging": False,
        "recording": False,
        **dict.fromkeys(nothing),
    }
