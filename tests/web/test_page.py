"""The page in real Chromium, led by a scripted session: looks, voice, keys, safety."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from formcheck.core.session.screens import BUTTONS, LABELS
from formcheck.core.session.states import Step as FlowStep
from formcheck.core.session.voice import Tone
from formcheck.web.scripted import ScriptedSession, Step
from formcheck.web.server import LiveServer
from tests.web.browser import (
    LARGE,
    SMALL,
    at_step,
    needs_chromium,
    opened,
    shared,
    spy,
    until,
)
from tests.web.programme import figure, say, script, session

pytestmark = needs_chromium

READ_AT_3_M = 0.026
"""Share of the screen's height: 5 mm on a laptop's 190 mm, 6 minutes of arc at 3 m."""


def from_step(name: str, steps: list[Step] | None = None) -> ScriptedSession:
    """The script from the first screen of that name on."""
    found = steps or script()
    first = next(i for i, s in enumerate(found) if s.screen["step"] == name)
    return session(found[first:])


def short(step: Step) -> Step:
    return step if step.lasts_s is None else replace(step, lasts_s=2.5)


@pytest.fixture(scope="module", autouse=True)
def one_browser() -> Iterator[None]:
    with shared():
        yield


@pytest.fixture
def playing() -> Iterator[list[ScriptedSession]]:
    made: list[ScriptedSession] = []
    yield made
    for one in made:
        one.close()


@pytest.mark.parametrize(("size_wh", "scheme"), [(LARGE, "light"), (SMALL, "dark")])
def test_the_stage_is_read_from_three_metres(
    playing: list[ScriptedSession], size_wh: tuple[int, int], scheme: str
) -> None:
    playing.append(from_step("stretch"))
    playing[0].start()
    height = size_wh[1]
    with (
        LiveServer(playing[0]) as server,
        opened(size_wh, scheme) as (page, _),
    ):
        page.goto(server.address)
        at_step(page, "stretch")
        page.wait_for_selector(".caption[data-kind=unsafe]", timeout=12_000)
        assert digits_height(page) >= height / 5
        assert page.inner_text("#caption") == "Ease off: lower your hips a little."
        assert x_height(page, "#caption span:last-child") >= READ_AT_3_M * height
        for part in (".panel h1", ".dial .unit"):
            assert x_height(page, part) >= 0.8 * READ_AT_3_M * height
        assert contrast(page, "#caption span:last-child", "#caption") >= 7
        assert contrast(page, ".panel h1", "body") >= 7
        assert contrast(page, ".dial .unit", "body") >= 4.5
        assert page.query_selector("#caption .sign svg")  # never colour alone
        assert outside(page) == []
        assert "unsafe" not in page.inner_text("body").lower()


def test_what_is_told_of_what_is_kept_stands_on_the_first_screen(
    playing: list[ScriptedSession],
) -> None:
    first = script()[0]
    note = "Session 9 cannot be read (<b>); it is left out."
    playing.append(session([replace(first, screen=first.screen | {"notes": [note]})]))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(SMALL) as (page, _):
        page.goto(server.address)
        at_step(page, "choose")
        page.get_by_text(note, exact=True).wait_for()
        assert outside(page) == []


def test_words_leave_what_is_called_so_and_advice_comes_first(
    playing: list[ScriptedSession],
) -> None:
    playing.append(session(script()[:1]))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(SMALL) as (page, _):
        page.goto(server.address)
        at_step(page, "choose")
        cards = page.locator(".card:visible b")
        cards.first.wait_for()
        everything = cards.all_inner_texts()
        page.get_by_label("Look for").fill("Sciat")
        assert cards.all_inner_texts() == ["Seated forward fold"]
        page.get_by_label("Look for").fill("sciatica")
        page.get_by_role("heading", name="Sciatica").wait_for()
        page.get_by_label("Look for").fill("no such thing 7")
        page.get_by_text("Nothing here goes by that name.").wait_for()
        assert cards.all_inner_texts() == []
        page.get_by_label("Look for").fill("")
        assert cards.all_inner_texts() == everything
        assert outside(page) == []


def digits_height(page: Page) -> float:
    """Height of the big number's figures, in pixels, as they are drawn."""
    return float(
        page.evaluate(
            """() => {
              const box = document.querySelector('.dial .number');
              const style = getComputedStyle(box);
              const pen = document.createElement('canvas').getContext('2d');
              pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              const drawn = pen.measureText('0');
              return drawn.actualBoundingBoxAscent + drawn.actualBoundingBoxDescent;
            }"""
        )
    )


def x_height(page: Page, selector: str) -> float:
    """Height of a small letter, in pixels."""
    return float(
        page.evaluate(
            """selector => {
              const style = getComputedStyle(document.querySelector(selector));
              const pen = document.createElement('canvas').getContext('2d');
              pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              return pen.measureText('x').actualBoundingBoxAscent;
            }""",
            selector,
        )
    )


def contrast(page: Page, text: str, behind: str) -> float:
    """Contrast of text against what is behind it, as WCAG 2 has it: 1 to 21."""
    colours = page.evaluate(
        """([text, behind]) => [
          getComputedStyle(document.querySelector(text)).color,
          getComputedStyle(document.querySelector(behind)).backgroundColor]""",
        [text, behind],
    )

    def luminance(colour: str) -> float:
        parts = colour[colour.index("(") + 1 : -1].split(",")[:3]
        channels = [float(part) / 255 for part in parts]
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in channels
        ]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted(map(luminance, colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def outside(page: Page) -> list[str]:
    """What of the stage is cut off by the window or by its own box."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(
             '#panel > *, #panel button, #caption span, #bar > *')]
           .filter((part) => part.checkVisibility())
           .filter((part) => {
             const box = part.getBoundingClientRect();
             return box.left < 0 || box.top < 0 || box.right > innerWidth + 1
               || box.bottom > innerHeight + 1;
           }).map((part) => part.outerHTML.slice(0, 80))"""
    )
    return found


def test_the_whole_flow_by_keys_and_buttons(playing: list[ScriptedSession]) -> None:
    """Screens, buttons, keys and clicks of a whole session; nothing is asked of any
    other host, and the policy forbids nothing that the page does (`opened` holds it).
    """
    playing.append(session([short(step) for step in script()]))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened() as (page, _):
        page.goto(server.address)
        page.wait_for_selector(".hero button:focus")
        hero = page.inner_text(".hero button >> nth=0")
        assert "Same as yesterday" in hero and "minutes" in hero
        page.wait_for_selector(".card .pictures svg")
        page.keyboard.press("Enter")
        page.wait_for_selector(".options.list")
        page.click("text=None of these")
        page.click(".options button >> text=No")
        page.wait_for_selector(".scale")
        page.keyboard.press("3")
        at_step(page, "camera")
        page.wait_for_selector(".checks li[data-ok=false]")
        assert page.inner_text("#caption") == "Step back: I cannot see your feet."
        page.keyboard.press("a")
        at_step(page, "show")
        assert page.query_selector(".showing svg.figure")
        page.click(".actions .main")
        at_step(page, "move")
        page.click(".actions .main")
        at_step(page, "ready")
        page.wait_for_timeout(700)  # a double press is one
        page.mouse.click(200, 300)
        at_step(page, "count_in")
        at_step(page, "stretch")
        page.wait_for_timeout(700)
        page.mouse.click(200, 300, button="right")
        at_step(page, "paused", 2)
        page.wait_for_timeout(700)
        page.keyboard.press("PageDown")  # what a clicker sends
        at_step(page, "stretch", 2)
        at_step(page, "rest")
        page.click("text=15 seconds more")
        page.click("[data-do=longer]")
        playing[0].send({"do": "next"})
        at_step(page, "after", 20)
        page.keyboard.press("2")
        page.click("text=Just right")
        page.fill("textarea", "  Felt fine ")
        page.click("text=Keep this note")
        at_step(page, "summary")
        rows = page.inner_text("table.done")
        assert "8 of 8 planned reps, 1 of them smaller" in rows
        assert "2 holds, 2 of them as long as planned, 41.0 s in all" in rows
        assert "left early: tired" in rows
        assert "hidden from the camera" in rows
        sides = page.inner_text(".sides")
        assert "28°" in sides and "33°" in sides
        assert "+5°, within measurement error" in sides
    sent = [command for command in playing[0].commands if command["do"] != "spoken"]
    answers = [c["value"] for c in sent if c["do"] == "answer"]
    assert answers == [[], False, 3, 2, "right", "Felt fine"]
    assert {"do": "longer"} in sent
    assert [c["do"] for c in sent].count("press") == 4


def quiet(*events: tuple[float, dict[str, Any]]) -> list[Step]:
    """A rest in which that is said."""
    return [Step({"step": "rest", "title": "Rest"}, events=events)]


def heard(page: Page) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate("window.heard")
    return found


def test_one_utterance_at_a_time_and_ease_off_interrupts(
    playing: list[ScriptedSession],
) -> None:
    long = say("Lie on your back.")
    stale = say("Too late.", until_s=0.01)
    ease = say("Ease off: lower your hips.", "unsafe", interrupt=True, tone="ease")
    playing.append(ScriptedSession(quiet(), lambda _s: None))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(script=spy()) as (page, _):
        page.goto(server.address)
        at_step(page, "rest")
        page.keyboard.press("a")
        for one in (long, say("Knees bent."), stale):
            playing[0].tell(one)
        until(page, "heard.filter((h) => h[0] === 'speak').length === 2")
        playing[0].tell(say("Keep breathing."))
        until(page, "heard.at(-1)[1] === 'Keep breathing.'")
        playing[0].tell(ease)
        until(page, "heard.at(-1)[1]?.startsWith('Ease off')")
        words = [h for h in heard(page) if h[0] == "speak"]
        assert [h[1] for h in words] == [
            "Lie on your back.",
            "Knees bent.",
            "Keep breathing.",
            "Ease off: lower your hips.",
        ]
        assert all(h[4] is None for h in words)  # nothing was being said then
        page.wait_for_timeout(600)
    spoken = [c["id"] for c in playing[0].commands if c["do"] == "spoken"]
    assert len(spoken) == len(set(spoken)) == 5  # the stale one is answered for, too


@pytest.mark.parametrize("voices", ["none", "remote"])
def test_without_a_local_voice_it_is_told_once(
    playing: list[ScriptedSession], voices: str
) -> None:
    """Headless Chromium has no voice; one that is not local sends words away."""
    playing.append(ScriptedSession(quiet(), lambda _s: None))
    playing[0].start()
    script = spy(local=False) if voices == "remote" else ""
    with LiveServer(playing[0]) as server, opened(script=script) as (page, _):
        page.goto(server.address)
        at_step(page, "rest")
        page.keyboard.press("a")
        page.evaluate(
            """() => { window.notices = 0; new MutationObserver(() => notices++)
               .observe(document.getElementById('notice'), {childList: true}); }"""
        )
        playing[0].tell(say("Rest."))
        playing[0].tell(say("Knees bent."))
        until(page, "document.querySelector('#caption').textContent === 'Knees bent.'")
        page.wait_for_timeout(2500)
        assert "No offline voice" in page.inner_text("#notice")
        assert page.evaluate("notices") == 1
        if voices == "remote":
            assert [h for h in heard(page) if h[0] == "speak"] == []
    assert sum(c["do"] == "spoken" for c in playing[0].commands) == 2


def test_mute_and_speech_rate(playing: list[ScriptedSession]) -> None:
    playing.append(ScriptedSession(quiet(), lambda _s: None))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(script=spy()) as (page, _):
        page.goto(server.address)
        at_step(page, "rest")
        page.click("#settings-open")
        page.fill("#rate", "0.7")
        page.click("#settings button.main")
        playing[0].tell(say("Slowly."))
        until(page, "heard.at(-1)?.[1] === 'Slowly.'")
        assert heard(page)[-1][3] == 0.7
        page.click("#mute")
        playing[0].tell(say("Not heard."))
        until(page, "document.querySelector('#caption').textContent === 'Not heard.'")
        page.wait_for_timeout(300)
        assert not any("Not heard." in h for h in heard(page))
    sent = playing[0].commands
    assert {"do": "settings", "rate": 0.7} in sent
    assert {"do": "settings", "voice": False} in sent


def test_a_second_tab_takes_over_only_when_told(
    playing: list[ScriptedSession],
) -> None:
    playing.append(from_step("stretch"))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened() as (page, _):
        page.goto(server.address)
        at_step(page, "stretch")
        second = page.context.new_page()
        second.goto(server.address)
        second.wait_for_selector("#veil >> text=open in another tab", timeout=10_000)
        assert page.is_hidden("#veil")
        second.click("text=Use it here")
        second.wait_for_selector("#veil", state="hidden")
        page.wait_for_selector("#veil >> text=goes on in another tab")
        second.close()


def test_a_page_that_was_cut_off_comes_back_and_misses_nothing(
    playing: list[ScriptedSession],
) -> None:
    playing.append(ScriptedSession(quiet(), lambda _s: None))
    playing[0].start()
    lines: list[tuple[WebSocketRoute, WebSocketRoute]] = []

    def line(route: WebSocketRoute) -> None:
        lines.append((route.connect_to_server(), route))

    with LiveServer(playing[0]) as server, opened(script=spy()) as (page, told):
        page.route_web_socket("**/socket*", line)
        page.goto(server.address)
        at_step(page, "rest")
        page.keyboard.press("a")
        for end in lines[0]:
            end.close(code=3001)
        for number in range(3):
            playing[0].tell(say(f"Number {number}.", until_s=1e6))
        until(page, "heard.some((h) => h[1] === 'Number 2.')")
        words = [h[1] for h in heard(page) if h[0] == "speak"]
        assert words == ["Number 0.", "Number 1.", "Number 2."]
        assert len(lines) == 2
        assert page.is_hidden("#veil")
        told.errors.clear()  # of the line that was cut, from Playwright itself


LONG = {"stretch": "bridge", "name": "Half-kneeling hip-flexor stretch", "side": "left"}


def full_screens() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The stage as full as it gets: long names, sides, every button and offer."""
    buttons = {
        step: [{"do": do, "label": LABELS[do]} for do in names]
        for step, names in BUTTONS.items()
    }
    words = ["Camera", "Light", "You", "All of you", "Distance", "Right way on"]
    words += ["Camera level", "Hand"]
    checks = [{"id": w.lower(), "label": w, "ok": False} for w in words]
    hold = {"held_s": 3.0, "planned_s": 25.0, "running": True, "own_range": True}
    clock = {"name": "rest", "left_s": 25.0, "total_s": 30.0}
    asked = (
        "12 movements were seen and 10 counted: in 2 the start position was not seen."
    )
    seen = {"title": "Can I see you well?", "checks": checks}
    seen["sentence"] = "Move back: I cannot see your feet."
    return [
        (
            {"step": name, "buttons": buttons[FlowStep(name)], **screen},
            {"cue": None, **state},
        )
        for name, screen, state in (
            ("camera", seen, {"offer": ["timed"]}),
            ("ready", LONG | {"pause_gesture": True}, {"offer": ["timed", "skip"]}),
            ("count_in", LONG, {"clock": clock | {"left_s": 3.0}}),
            (
                "stretch",
                LONG | {"kind": "hold", "planned": {"reps": 3, "hold_s": 25}},
                {"hold": hold, "offer": ["smaller", "skip"], "asked": asked},
            ),
            ("rest", {"title": "Rest", "next": LONG}, {"clock": clock}),
            ("paused", LONG | {"title": "Paused"}, {"offer": ["timed"]}),
        )
    ]


@pytest.mark.parametrize("size_wh", [LARGE, SMALL])
def test_nothing_on_the_stage_covers_anything(
    playing: list[ScriptedSession], size_wh: tuple[int, int]
) -> None:
    steps = [
        Step(screen, ("press",), state=lambda _s, state=state: state)  # type: ignore[misc]
        for screen, state in full_screens()
    ]
    figures = {"bridge": figure("bridge")}
    playing.append(ScriptedSession(steps, lambda _s: None, figures=figures))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(size_wh) as (page, _):
        page.goto(server.address)
        for screen, state in full_screens():
            at_step(page, screen["step"])
            for name in state.get("offer", ()):
                page.wait_for_selector(f"#panel [data-do={name}]")
            if asked := state.get("asked"):
                page.wait_for_selector(f"text={asked}")
            until(page, COVERED + ".length === 0", 3)
            assert outside(page) == []
            if screen["step"] in ("stretch", "rest"):
                assert digits_height(page) >= size_wh[1] / 5
            playing[0].send({"do": "press"})


COVERED = """(() => {
  const box = (part) => part.getBoundingClientRect();
  const panel = box(document.getElementById('panel'));
  const parts = [...document.querySelectorAll('#panel > *')]
    .filter((part) => part.checkVisibility() && box(part).height > 0);
  const out = parts.filter((part) => box(part).top < panel.top - 1
    || box(part).bottom > panel.bottom + 1);
  const over = parts.filter((part, i) => i
    && box(part).top < box(parts[i - 1]).bottom - 1);
  return [...out, ...over];
})()"""
"""Parts of the panel that leave it, where the bar and the caption are, or overlap."""


PITCHES = """
window.pitches = [];
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  const tone = made.call(this);
  const start = tone.start.bind(tone);
  tone.start = (at) => { pitches.push(tone.frequency.value); start(at); };
  return tone;
};
"""


def test_every_tone_is_heard_between_500_and_1500_hz(
    playing: list[ScriptedSession],
) -> None:
    playing.append(ScriptedSession(quiet(), lambda _s: None))
    playing[0].start()
    with LiveServer(playing[0]) as server, opened(script=spy() + PITCHES) as (page, _):
        page.goto(server.address)
        at_step(page, "rest")
        page.keyboard.press("a")
        for tone in Tone:
            before = page.evaluate("pitches.length")
            playing[0].tell(say("", "count", tone=tone.value, until_s=1e6))
            until(page, f"pitches.length > {before}")
        pitches = page.evaluate("pitches")
    assert 500 <= min(pitches) <= max(pitches) <= 1500
