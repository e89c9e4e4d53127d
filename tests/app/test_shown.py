from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from formcheck.app.live.messages import summary_screen
from formcheck.app.recordings.analysis import Results
from formcheck.app.report.sets import _counted
from formcheck.app.terminal.results import show_result, show_results
from formcheck.core.judge.amounts import times_words
from formcheck.core.judge.asked import status_words
from formcheck.core.judge.result import SetResult
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.core.words.reasons import Reason, why_words
from tests.numbers import SHIPPED
from tests.results import flag, hold, movement, own_hold, part, rep, result
from tests.sessions import bridge, session_of

SPAN = {"start_s": 612.25, "end_s": 615.5, "held_s": 2.5}


def shown(
    one_set: SetResult, notes: list[str] | None = None, *, explain: bool = False
) -> str:
    summary = {
        "source": {"name": "clip.mp4", "duration_s": 10.0},
        "sets": [one_set.to_json()],
        "notes": notes or [],
    }
    console = Console(file=io.StringIO(), width=80)
    folder = Path("results") / "clip"
    results = Results(folder, (folder / "reps.csv",), summary)
    show_results(console, results, "Bridge", explain=explain)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    assert "unsafe" not in text.lower()
    return " ".join(text.split())


def test_everything_there_is_fits_and_is_told() -> None:
    one = rep(side="left", **SPAN)
    over = flag("over_arch", start_s=613.0, end_s=614.0, cue="Ease off: a little.")
    slow = flag("too_fast", "form", unit="deg/s", worst=104)
    hidden = {"measure": "hip", "why": "hidden", "seconds": 9.9}
    text = shown(
        result(
            reps=[
                {**one, "good": False, "flags": ["over_arch", "too_fast"]},
                {**one, "number": 2, "good": None},
            ],
            partial_reps=[part("short_hold", side="left", **SPAN), part("other_side")],
            holds=[hold(side="left", **SPAN)],
            own_range_holds=[own_hold(held_s=7.25, complete=False)],
            flags=[over, slow],
            not_judged=[hidden],
        )
    )
    assert (
        "3 of 3 planned reps, 1 of them too short; not counted: 1 on the other side. "
        "2 holds, 1 of them as long as planned, 1 in a smaller range, 9.8 s in all."
    ) in text
    assert "In target 3.0 s, out of target 6.0 s, cannot see 1.0 s." in text
    for words in ("172°", "cannot say", "over arch", "ease off", "104°/s", "9.9 s"):
        assert words in text
    assert "it was hidden from the camera" in text
    assert text.endswith("Written: reps.csv in results/clip")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("not_judged", "Not judged: nobody was seen."),
        ("partly_judged", "Judged in part only: nobody was seen."),
    ],
)
def test_what_could_not_be_judged_comes_first(status: str, words: str) -> None:
    text = shown(result(status=status, why="nobody seen"), ["nobody was seen"])
    told = "Note: nobody was seen."
    assert text.startswith(f"clip.mp4: Bridge, 10.0 s {words} {told} 0 of 3")


@pytest.mark.parametrize("why", [*Reason, "of another version"])
def test_no_reason_is_printed_as_it_is_kept(why: str) -> None:
    missing = [{"measure": "hip", "why": why, "seconds": 9.9}]
    text = shown(result(status="not_judged", why=str(why), not_judged=missing))
    assert f"Not judged: {why_words(why)}." in text
    assert f": {why}." not in text and f"hip {why} 9.9" not in text


def test_praise_needs_something_that_was_done() -> None:
    assert "Nothing to correct" not in shown(result())
    assert "Nothing to correct" in shown(result(reps=[rep()]))
    assert "Nothing to correct" not in shown(result(reps=[rep(good=None)]))


def test_page_and_terminal_tell_the_times_alike() -> None:
    one = result(in_target_s=0.4, out_of_target_s=6.4, unseen_s=10.2)
    assert times_words(one) in _counted(one)
    console = Console(file=io.StringIO(), record=True, width=100)
    show_result(console, one)
    assert times_words(one) in console.export_text()


MISSED = {
    "reps": [rep()],
    "movements": [
        movement("counted", furthest=172.0),
        movement("partly", "smaller_range", start_s=612.25, end_s=615.5, furthest=-7.6),
        movement("not_counted", "another shape", start_s=5.0, end_s=7.0),
        movement("not_counted", "other_side"),
    ],
}
ASKED = (
    "4 movements were seen and 2 counted: in 1 an arm or a leg was not as in the "
    "stretch."
)


def test_terminal_report_and_page_ask_why_fewer_counted_than_were_seen() -> None:
    one = result(**MISSED)
    assert ASKED in shown(one)
    assert ASKED in _counted(one)
    page = session_of([SetRecord(bridge(), Profile(), Plan(), one, ())])
    ending = summary_screen(page, SHIPPED.measure.compare)
    lines = [*ending["lines"], *ending["more"]]
    assert f"Bridge: {ASKED}" in lines


def test_nothing_is_asked_where_all_of_them_counted() -> None:
    for movements in ([], MISSED["movements"][:2]):
        one = result(reps=[rep()], movements=movements)
        assert "were seen" not in shown(one) + _counted(one)


def test_explained_is_every_movement_in_a_line() -> None:
    text = shown(result(**MISSED), explain=True)
    assert "Movements from to furthest what became of it why" in text
    assert "Furthest is of the hip: `formcheck show bridge` has its start" in text
    for line in (
        "1.0 s 3.0 s 172° counted 612.2 s 615.5 s",
        "612.2 s 615.5 s -8° counted in part in a smaller range of your own",
        "5.0 s 7.0 s not seen not counted an arm or a leg was not as in the stretch",
        "not counted on the other side",
    ):
        assert line in text
    assert "Movements" not in shown(result(**MISSED))


def test_explained_says_where_there_is_nothing_to_tell() -> None:
    assert "Movements None was seen." in shown(result(), explain=True)
    words = "None is told apart here: its holds are what counts."
    assert f"Movements {words}" in shown(result(timed=True), explain=True)


ANOTHER = "Is it another stretch? `formcheck list` has them all."


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({"status": "not_judged", "why": "start pose not seen"}, True),
        ({"status": "not_judged", "why": "another posture"}, True),
        ({"status": "not_judged", "why": "nobody seen"}, False),
        ({"status": "not_judged", "why": "out of the picture"}, False),
        ({"status": "not_judged", "why": "hidden", "reps": [rep()]}, False),
        ({"status": "partly_judged", "why": "hidden"}, False),
        ({}, False),
    ],
)
def test_where_nothing_counts_another_stretch_is_thought_of(
    parts: dict[str, Any], asked: bool
) -> None:
    one = result(**parts)
    assert (ANOTHER in shown(one)) is asked
    assert (ANOTHER in status_words(one)) is asked
