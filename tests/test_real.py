"""The scoreboard of real people: reading its tables, and what counts as right.

Results are made up here; the recordings themselves are not the project's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.real import figures
from benchmarks.real.__main__ import main
from benchmarks.real.judged import WrongPair, judge, recordings_in, wrong_pairs
from benchmarks.real.scoring import (
    Scored,
    Verdict,
    counts,
    counts_smaller,
    matched,
    scored,
)
from benchmarks.real.table import clip_line, total_lines
from benchmarks.real.traces import PROJECT, part_of, thinned
from benchmarks.real.truth import (
    ALIKE,
    CLIPS,
    PRESENTERS,
    Expect,
    Kind,
    Part,
    Row,
    TruthError,
    read_expected,
    read_parts,
    read_rows,
    same_shapes,
)
from benchmarks.truth import trace_path
from formcheck.edges.recording import read_trace
from formcheck.edges.sources import Frame
from tests.results import flag, hold, part, rep, result
from tests.shelf import SPECS

KNOWN = set(SPECS)
HELD = Row("a.mp4", "cobra", Kind.POSITIVE, "yes", 2, ((1.0, 3.0), (5.0, 8.0)))
COUNTED = Row("a.mp4", "bridge", Kind.POSITIVE, "yes", 2, ((1.0, 1.6), (5.0, 5.9)))
SMALLER = part("smaller_range")
NOT_IT = Row("a.mp4", "bridge", Kind.NEGATIVE, "yes", 0)


def said(row: Row, **values: Any) -> Verdict:
    return scored(row, result(stretch=row.stretch, **values)).verdict


def held(*spans: tuple[float, float], **other: Any) -> list[dict[str, Any]]:
    return [hold(start_s=a, end_s=b, held_s=b - a, **other) for a, b in spans]


@pytest.mark.parametrize(
    ("spans", "verdict"),
    [
        ([(1.9, 3.9), (4.1, 8.0)], Verdict.EXACT),
        ([(2.1, 3.0), (5.0, 8.0)], Verdict.WRONG),  # starts late: one lost, one extra
        ([(1.0, 3.0), (5.0, 9.1)], Verdict.WRONG),
        ([(1.0, 8.0)], Verdict.WRONG),
        ([(1.0, 3.0), (5.0, 8.0), (9.0, 9.6)], Verdict.WRONG),
        ([(1.0, 3.0)], Verdict.WRONG),  # one is missing, and nothing says why
        ([], Verdict.SILENT),
    ],
)
def test_holds_are_found_at_both_ends(
    spans: list[tuple[float, float]], verdict: Verdict
) -> None:
    assert said(HELD, kind="hold", holds=held(*spans)) is verdict


def test_holds_of_the_own_range_are_not_those_of_the_target() -> None:
    own = [dict(h) for h in held((1.0, 3.0), (5.0, 8.0))]
    for one in own:
        one.pop("phase")
    assert said(HELD, kind="hold", own_range_holds=own) is Verdict.TOLD


def test_a_hold_too_short_to_be_asked_for_may_be_told() -> None:
    row = replace(HELD, holds=((1.0, 3.0), (5.0, 6.0)))
    assert said(row, kind="hold", holds=held((1, 3))) is Verdict.EXACT
    assert said(row, kind="hold", holds=held((1, 3), (5, 6))) is Verdict.EXACT


def test_short_holds_are_counted_as_repetitions() -> None:
    short = [part("short_hold"), part("start_not_seen")]
    assert said(COUNTED, kind="hold", partial_reps=short) is Verdict.EXACT
    assert said(COUNTED, kind="hold", partial_reps=short[:1]) is Verdict.TOLD
    # One of two is told, nothing is said of the other: wrong, and not silent.
    assert said(COUNTED, kind="hold", partial_reps=[SMALLER]) is Verdict.WRONG
    smaller = [SMALLER, SMALLER]
    assert said(COUNTED, kind="hold", partial_reps=smaller) is Verdict.TOLD


@pytest.mark.parametrize("kind", ["reps", "two_phase"])
def test_repetitions_count_and_their_holds_do_not(kind: str) -> None:
    row = replace(COUNTED, holds=((1.0, 3.0), (5.0, 8.0)))
    assert said(row, kind=kind, reps=[rep(), rep()]) is Verdict.EXACT
    assert said(row, kind=kind, reps=[rep()] * 3) is Verdict.WRONG
    assert said(row, kind=kind, reps=[rep()]) is Verdict.WRONG
    assert said(row, kind=kind) is Verdict.SILENT


def test_one_phase_of_two_is_asked_for_by_its_holds() -> None:
    row = replace(COUNTED, holds=((1.0, 3.0),), phase="cat")
    both = held((1, 3), phase="cat") + held((4, 6), phase="cow")
    assert said(row, kind="two_phase", holds=both) is Verdict.EXACT
    assert said(row, kind="two_phase", holds=both[1:]) is not Verdict.EXACT


def test_a_refusal_with_its_reason_is_told() -> None:
    no = {"status": "not_judged", "why": "view"}
    assert said(HELD, kind="hold", **no) is Verdict.TOLD
    # Too much is wrong, whatever is said with it.
    assert said(HELD, kind="hold", holds=held((11, 13)), **no) is Verdict.WRONG


@pytest.mark.parametrize(
    "values",
    [
        {"reps": [rep()]},
        {"holds": held((1, 3))},
        {"partial_reps": [part("short_hold")]},
        {"partial_reps": [part("start_not_seen")]},
    ],
)
def test_nothing_of_another_exercise_may_count(values: dict[str, Any]) -> None:
    assert counts(result(**values))
    assert said(NOT_IT, **values) is Verdict.COUNTED
    assert said(NOT_IT) is Verdict.EXACT
    row = replace(NOT_IT, kind=Kind.ALIKE, expect=Expect.NONE)
    assert said(row, **values) is Verdict.COUNTED


def test_less_far_and_half_a_movement_are_not_counted_as_the_stretch() -> None:
    assert said(NOT_IT, partial_reps=[part("one_phase")]) is Verdict.EXACT
    assert not counts_smaller(result(partial_reps=[part("one_phase")]))
    own = {k: v for k, v in hold().items() if k != "phase"}
    for values in ({"own_range_holds": [own]}, {"partial_reps": [SMALLER]}):
        assert said(NOT_IT, **values) is Verdict.EXACT
        assert counts_smaller(result(**values))
        assert not counts_smaller(result(reps=[rep()], **values))


def test_a_look_alike_is_right_either_way_where_that_is_arguable() -> None:
    row = replace(COUNTED, kind=Kind.ALIKE, expect=Expect.EITHER)
    assert said(row, reps=[rep(), rep()]) is Verdict.EXACT
    assert said(row) is Verdict.EXACT
    assert said(row, reps=[rep()] * 3) is Verdict.COUNTED
    long = replace(row, holds=((1.0, 3.0), (5.0, 8.0)))
    short = [part("short_hold"), part("short_hold")]
    assert said(long, kind="hold", partial_reps=short) is Verdict.EXACT
    assert said(long, kind="hold", partial_reps=short[1:]) is Verdict.COUNTED
    halves = replace(row, expect=Expect.NO_REPS)
    assert said(halves, holds=held((1, 3), phase="cow")) is Verdict.EXACT
    assert said(halves, reps=[rep()]) is Verdict.COUNTED


def test_each_span_is_matched_once() -> None:
    assert matched([(1, 3), (1.5, 3.5)], [(1.2, 3.2)], 1.0) == 1
    assert matched([(1, 3), (5, 7)], [(5.5, 6.5), (0.5, 3.5)], 1.0) == 2


def some() -> tuple[list[Scored], list[WrongPair]]:
    mine = replace(HELD, part=Part.TUNED)
    other = replace(NOT_IT, part=Part.KEPT_OUT)
    found = [
        scored(
            mine, result(kind="hold", holds=held((1, 3), (5, 8)), flags=[flag("x")])
        ),
        scored(replace(mine, judgeable="A"), result(kind="hold")),
        scored(other, result(reps=[rep()])),
    ]
    pairs = [
        WrongPair("a", "a.mp4", "cobra", "bridge", Part.TUNED, 1, ()),
        WrongPair("a", "a.mp4", "bridge", "cobra", Part.KEPT_OUT, 0, ()),
    ]
    return found, pairs


def test_what_may_well_be_taken_for_another_is_not_plainly_wrong() -> None:
    lying = WrongPair(
        "f_layonback",
        "f_layonback.mp4",
        "bridge",
        "passive_backbend",
        None,
        0,
        ((0, 4),),
    )
    assert lying.counted and lying.same_shape
    other = replace(lying, asked="curl_up")
    total = figures.figures_of([], [lying, other])
    assert (total.pairs_counted, total.pairs_plainly_wrong) == (2, 1)


def test_totals_are_of_all_and_of_each_part() -> None:
    found, pairs = some()
    titles = {title: own for title, own, _ in figures.in_parts(found, pairs)}
    assert {title: len(own) for title, own in titles.items()} == {
        "all": 3,
        "tuned": 2,
        "kept_out": 1,
    }
    total = figures.figures_of(found, pairs)
    assert (total.positives, total.exact, total.arguable) == (1, 1, 1)
    assert (total.negatives, total.negatives_counted) == (1, 1)
    assert (total.unsafe, total.good_form_min) == (1, 0.17)
    assert total.unsafe_clips == 1
    assert (total.pairs, total.pairs_counted, total.pairs_plainly_wrong) == (2, 1, 1)
    assert len(list(total_lines(found, pairs))) == 3
    line = clip_line(found[0])
    assert "exact" in line and "1.0-3.0, 5.0-8.0" in line and "ease off: x" in line


def test_the_figures_of_the_first_time_stay(tmp_path: Path) -> None:
    found, pairs = some()
    path = tmp_path / "figures.json"
    assert figures.read(path) == {}
    figures.write("more", found[:1], None, path)
    figures.write("more", found, pairs, path)
    figures.write("clips", found, pairs, path)
    known = figures.read(path)
    assert set(known) == {"more", "clips"}
    assert known["more"]["before"]["all"]["negatives"] == 0
    assert known["more"]["now"]["all"]["negatives"] == 1
    assert known["clips"]["before"] == known["clips"]["now"]


def test_every_presenter_is_in_one_part_and_both_parts_show_everything() -> None:
    lines = PRESENTERS.read_text(encoding="utf-8").splitlines()[1:]
    fields = [line.rsplit(",", 2) for line in lines]
    assert len({file for file, *_ in fields}) == len(fields)
    parts: dict[str, set[str]] = {}
    for _, presenter, of in fields:
        parts.setdefault(presenter, set()).add(of)
    assert all(len(of) == 1 for of in parts.values())
    sizes = Counter(read_parts().values())
    assert min(sizes.values()) > 0.3 * sum(sizes.values())


def test_the_projects_own_tables_make_sense() -> None:
    rows = read_rows(CLIPS)
    assert len(rows) == 16
    assert {row.stretch for row in rows} <= KNOWN
    assert all(row.part is not None for row in rows)
    assert all(row.to_s is None or row.from_s < row.to_s for row in rows)
    assert {stretch for _, stretch in read_expected()} <= KNOWN
    assert {asked for _, asked in same_shapes()} <= KNOWN
    assert {file for file, _ in same_shapes()} <= set(read_parts())
    assert {file for file, _ in read_expected()} <= set(read_parts())
    assert ALIKE.read_text(encoding="utf-8").startswith("file,stretch,expect\n")


HEAD = "file,stretch,kind,view,whole_body,judgeable,reps,holds_s,note\n"


def table(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_table_is_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        'f_cowpose.mp4,cat_cow,alike,side,yes,yes (small),0,,"cow, only"',
        "new.mp4,cobra,pos,side,yes,A,2,1.7-4.7; 7.0-9.7,",
        "new2.mp4,cobra,alike,side,yes,yes,,,",
    )
    cow, new, other = read_rows(path)
    assert (cow.expect, cow.part, cow.plain) == (Expect.NO_REPS, Part.KEPT_OUT, True)
    assert new.holds == ((1.7, 4.7), (7.0, 9.7))
    assert (new.part, new.plain, new.expect, new.name) == (None, False, None, "new")
    assert (other.expect, other.reps) == (Expect.EITHER, 0)


@pytest.mark.parametrize(
    "line",
    [
        "a.mp4,cobra,maybe,side,yes,yes,0,,",
        "a.mp4,,pos,side,yes,yes,0,,",
        "a.mp4,cobra,pos,side,yes,perhaps,0,,",
        "a.mp4,cobra,pos,side,yes,yes,two,,",
        "a.mp4,cobra,pos,side,yes,yes,1,4-2,",
        "a.mp4,cobra",
    ],
)
def test_a_row_that_makes_no_sense_is_named(tmp_path: Path, line: str) -> None:
    path = table(tmp_path, "a.mp4,cobra,pos,side,yes,yes,0,,", line)
    with pytest.raises(TruthError, match="line 3"):
        read_rows(path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a.mp4,cobra,pos,side,yes,yes,0,,", "none of the recordings"),
        ("a.mp4,no_such,pos,side,yes,yes,0,,", "no such stretch: no_such"),
        ("a.mp4,cobra,what,side,yes,yes,0,,", "line 2"),
    ],
)
def test_a_folder_that_cannot_be_scored_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    table(tmp_path, line)
    with pytest.raises(SystemExit) as left:
        main([str(tmp_path), "--traces", str(tmp_path / "traces")])
    assert left.value.code == 2
    assert told in capsys.readouterr().err.splitlines()[-1]


def test_peoples_landmarks_stay_out_of_the_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--traces", str(PROJECT / "traces")])
    assert "stay out of the project" in capsys.readouterr().err


def test_a_window_of_landmarks() -> None:
    whole = read_trace(trace_path("bridge_good"))
    inside = part_of(whole, 2.0, 9.0)
    assert (inside.about.start_s, inside.about.end_s) == (2.0, 9.0)
    times = [seen.time_s for seen in inside.observations()]
    assert times == [o.time_s for o in whole.observations() if 2.0 <= o.time_s < 9.0]
    assert len(inside) == inside.about.frames == len(times)
    seen = {o.time_s: o.pose for o in whole.observations()}
    for one in inside.observations():
        pose = seen[one.time_s]
        assert (one.pose is None) == (pose is None)
        if one.pose is not None and pose is not None:
            assert np.array_equal(one.pose.image_xy, pose.image_xy)
    assert len(judge(part_of(whole, 0.0, None), "bridge").reps) == 4


@pytest.mark.parametrize(("fps", "kept"), [(60, 30), (30, 30), (25, 25), (240, 31)])
def test_quick_recordings_are_looked_at_as_a_camera_would(fps: int, kept: int) -> None:
    picture = np.zeros((2, 2, 3), np.uint8)
    frames = [Frame(n / fps, picture) for n in range(fps)]
    assert len(list(thinned(frames))) == pytest.approx(kept, abs=1)


def test_a_recording_is_scored_from_kept_landmarks(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = read_trace(trace_path("bridge_good"))
    monkeypatch.setattr("benchmarks.real.judged.trace_of", lambda *_: whole)
    (tmp_path / "a.mp4").touch()
    (tmp_path / "b.mp4").touch()
    table(
        tmp_path,
        "a.mp4,bridge,pos,side,yes,yes,4,,",
        "b.mp4,curl_up,neg,side,yes,yes,0,,",
    )
    assert main([str(tmp_path), "--no-pairs"]) == 0
    said = capsys.readouterr().out
    assert "all: 1 of 1 exact" in said
    assert "negatives 0 of 1 counted" in said
    assert "wrong pairs" not in said
    short = part_of(whole, 0.0, 1.0)
    monkeypatch.setattr("benchmarks.real.judged.trace_of", lambda *_: short)
    assert main([str(tmp_path), "a"]) == 0
    said = capsys.readouterr().out
    assert "all: 0 of 1 exact, 0 told, 1 silent" in said
    assert "wrong pairs 0 of" in said


def test_wrong_pairs_leave_out_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = part_of(read_trace(trace_path("bridge_good")), 0.0, 1.0)
    monkeypatch.setattr("benchmarks.real.judged.trace_of", lambda *_: short)
    shown = Row("a.mp4", "cobra", Kind.POSITIVE, "yes", 1)
    also = replace(shown, kind=Kind.NEGATIVE, stretch="sphinx_press_up")
    recordings = recordings_in(tmp_path, tmp_path)
    prone = {spec.id for spec in SPECS.values() if spec.posture == "prone"}
    asked = [pair.asked for pair in wrong_pairs(recordings, [shown])]
    assert set(asked) == prone - {"cobra"}
    # What has a row of its own is scored there.
    assert prone == {"cobra", "sphinx_press_up"}
    assert wrong_pairs(recordings, [also, shown]) == []
