"""Whoever tells of a set tells the same numbers: read out of what a person gets."""

from __future__ import annotations

import csv
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from benchmarks.truth import clip_names, read_truth, trace_path
from benchmarks.verdicts import clip_record
from formcheck.app.history.exporting import export_session
from formcheck.app.history.formats import Format
from formcheck.app.history.progress import read_progress
from formcheck.app.live.messages import set_lines, summary_screen
from formcheck.app.recordings.index import Entry, write_index
from formcheck.app.recordings.judging import judge_trace
from formcheck.app.report.report import render_report
from formcheck.app.report.words import amount
from formcheck.app.terminal.history import show_progress, show_session
from formcheck.core.body.landmarks import Side
from formcheck.core.judge.amounts import Amounts, done_words, held_words
from formcheck.core.records.session import Session, SetRecord
from formcheck.core.stretch.spec import Plan
from formcheck.edges.recording import read_trace
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.store import Kept
from tests.core.stretches import HOLD, stretch
from tests.numbers import SHIPPED
from tests.results import flag, own_hold, part, rep, result
from tests.sessions import session_of

GOOD = [name for name in clip_names() if name.endswith("_good")]
FAULTS = ["bird_dog", "bridge", "cat_cow", "childs_pose", "cobra", "curl_up"]


def planned_otherwise(name: str, **plan: Any) -> SetRecord:
    """A clip, judged as if something else had been asked for."""
    record = clip_record(name)
    other = replace(record.plan, **plan)
    found, events = judge_trace(
        read_trace(trace_path(name)), record.spec, record.profile, other, SHIPPED
    )
    return replace(record, plan=other, result=found, events=tuple(events))


def stiff() -> SetRecord:
    """Everything that a set can have, and holds in a range of one's own."""
    return SetRecord(
        stretch(HOLD),
        read_truth("bridge_good").profile,
        Plan(),
        result(
            stretch="draw_in",
            kind="hold",
            direction="less",
            planned={"reps": 6, "hold_s": 6.0, "side": None},
            reps=[
                rep(side="left", peak=55.0),
                rep(side="right", peak=20.0, flags=["too_deep"], good=False),
            ],
            partial_reps=[
                part("smaller_range", side="left", peak=75.0),
                part("smaller_range", side="right", peak=83.0),
                part("short_hold", side="right", peak=60.0),
                part("start_not_seen", side="left", peak=70.0),
                part("other_side", side="right", peak=10.0),
                part("one_phase", peak=5.0),
            ],
            own_range_holds=[own_hold(held_s=6.04), own_hold(held_s=6.04)],
            flags=[flag("too_deep")],
        ),
    )


CASES: dict[str, Callable[[], SetRecord]] = {
    **{name: lambda name=name: clip_record(name) for name in GOOD},  # type: ignore[misc]
    **{
        f"{name}_faults": lambda name=name: clip_record(f"{name}_faults")  # type: ignore[misc]
        for name in FAULTS
    },
    "held too short": lambda: planned_otherwise("cobra_good", hold_s=60.0),
    "the other side": lambda: planned_otherwise("bird_dog_good", side=Side.LEFT),
    "more planned": lambda: planned_otherwise("bridge_good", reps=20),
    "stiff": stiff,
}


@dataclass(frozen=True)
class Told:
    """What a reader says. None: it does not say. usual: by side, as it is written."""

    counted: int
    planned: int
    smaller: int
    short: int
    missed: int
    not_counted: int
    holds: int | None = None
    held_s: float | None = None
    usual: dict[str, str] | None = None
    furthest: dict[str, str] | None = None


@cache
def record_of(case: str) -> SetRecord:
    return CASES[case]()


def expected(record: SetRecord, *, clinical: bool = False) -> Told:
    """Counted here once more, from summary.json itself. clinical: as a goniometer has
    it, where it has one.
    """
    entry, turned = record.entry, record.spec.clinical if clinical else None

    def said(value: float) -> str:
        return amount(value if turned is None else turned.of(value), entry["unit"])

    reasons = [one["reason"] for one in entry["partial_reps"]]
    smaller, short = reasons.count("smaller_range"), reasons.count("short_hold")
    holds = entry["holds"] + entry["own_range_holds"]
    missed = reasons.count("start_not_seen")
    counted = len(entry["reps"]) + smaller + short + missed
    if entry["timed"]:
        counted = sum(one["complete"] for one in holds)
    unsafe = {f["id"] for f in entry["flags"] if f["severity"] == "unsafe"}
    usual, furthest = {}, {}
    done = entry["reps"] + [
        one for one in entry["partial_reps"] if one["reason"][0] == "s"
    ]
    for side in ("left", "right", None):
        own = [one for one in done if one["side"] == side and one["peak"] is not None]
        if own:
            value = median(one["peak"] for one in own)
            usual[side or ""] = said(round(value, 3))
        safe = [one["peak"] for one in own if not unsafe & set(one["flags"])]
        if safe:
            best = max(safe) if entry["direction"] == "more" else min(safe)
            furthest[side or ""] = said(best)
    return Told(
        counted,
        entry["planned"]["reps"],
        smaller,
        short,
        missed,
        len(reasons) - smaller - short - missed,
        len(holds),
        sum(one["held_s"] for one in holds),
        usual,
        furthest,
    )


DONE = re.compile(
    r"(\d+) of (\d+) planned (?:rep|hold)s?(?:, (\d+) of them smaller)?"
    r"(?:, (\d+) of them too short)?"
    r"(?:, (\d+) of them with the start not seen)?"
    r"(?:; not counted:(?: (\d+) on the other side)?,?(?: (\d+) with one half only)?)?"
)
HELD = re.compile(r"(\d+) holds?, \d+ of them as long as planned[^.]*?, ([\d.]+) s in")


def in_words(text: str) -> Told:
    """What is said in the words that are everywhere the same: once, or alike."""
    text = " ".join(text.split())
    (done,) = {found.groups("0") for found in DONE.finditer(text)}
    held = {found.groups() for found in HELD.finditer(text)}
    ((holds, held_s),) = held or {("0", "0")}
    assert held or "no hold" in text.lower()
    counted, planned, smaller, short, missed, side, phase = map(int, done)
    return Told(
        counted,
        planned,
        smaller,
        short,
        missed,
        side + phase,
        int(holds),
        float(held_s),
    )


def same(told: Told, record: SetRecord, *, clinical: bool = False) -> None:
    wanted = expected(record, clinical=clinical)
    for name in ("counted", "planned", "smaller", "short", "missed", "not_counted"):
        assert getattr(told, name) == getattr(wanted, name), name
    if told.holds is not None:
        assert told.holds == wanted.holds
    if told.held_s is not None:
        assert told.held_s == pytest.approx(wanted.held_s, abs=0.051)
    if told.usual is not None:
        assert told.usual == wanted.usual
    if told.furthest is not None:
        assert told.furthest == wanted.furthest


@pytest.fixture(params=CASES, scope="module")
def record(request: pytest.FixtureRequest) -> SetRecord:
    return record_of(request.param)


@pytest.fixture(scope="module")
def session(record: SetRecord) -> Session:
    return session_of([record])


@pytest.fixture(scope="module")
def kept(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    with SqliteStore(tmp_path_factory.mktemp("history")) as store:
        return store.get(store.keep(session, [None]))


def test_what_is_kept_comes_back(kept: Kept, record: SetRecord) -> None:
    assert kept.session.sets[0].result == record.result


def test_page(kept: Kept, record: SetRecord) -> None:
    shown = summary_screen(kept.session, SHIPPED.measure.compare)
    screen = json.loads(json.dumps(shown))
    (row,) = screen["sets"]
    told = in_words(f"{row['done']}. {row['held']}")
    same(told, record)
    assert told == in_words(" ".join(screen["lines"]))
    assert (row["reps"], row["planned_reps"]) == (told.counted, told.planned)
    assert row["smaller"] == told.smaller
    assert row["held_s"] == told.held_s
    usual = expected(record).usual or {}
    sides = {
        side: amount(pair[side], pair["unit"])
        for pair in screen["sides"]
        for side in ("left", "right")
    }
    assert sides == ({s: usual[s] for s in usual if s} if len(usual) > 1 else {})


def test_voice_at_the_end(kept: Kept, record: SetRecord) -> None:
    (line,) = set_lines(kept.session)
    if record.result.status != "not_judged":
        same(in_words(line), record)


def test_report(kept: Kept, record: SetRecord) -> None:
    page = render_report(kept.session, [None], judging=SHIPPED)
    rows = re.findall(
        r"<tr><td>[^<]*?: [^<]*?(?:, (left|right))?(?:<br><small[^>]*>[^<]*</small>)?"
        r'</td><td data-h="view">(?:side|front)</td>'
        r'<td class="n" data-h="usual">([^<]*)</td>'
        r'<td class="n" data-h="furthest">([^<]*)</td>'
        r'<td class="n" data-h="reps">(\d+)',
        page,
    )
    usual = {side: value for side, value, _, _ in rows}
    furthest = {side: value for side, _, value, _ in rows if value != "–"}
    text = html.unescape(re.sub(r"<[^>]*>", " ", page))
    told = replace(in_words(text), usual=usual, furthest=furthest)
    same(told, record, clinical=True)
    # The card on top, in whole seconds.
    (held,) = re.findall(r'In position</div><div class="value">(.*?)</div>', page)
    whole = [int(n) for n in re.findall(r"\d+", held)]
    held_s = whole[0] if len(whole) == 1 and "min" not in held else whole[0] * 60
    held_s += whole[1] if len(whole) == 2 else 0
    assert held_s == pytest.approx(expected(record).held_s, abs=0.51)


def test_terminal(
    kept: Kept, record: SetRecord, capsys: pytest.CaptureFixture[str]
) -> None:
    show_session(kept)
    same(in_words(capsys.readouterr().out), record)


def test_index_of_a_folder(kept: Kept, record: SetRecord, tmp_path: Path) -> None:
    out, summary = tmp_path / "out", kept.session.summary
    write_index(out, [Entry("a.mp4", record.spec.name, out / "a", summary)])
    with (out / "index.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    told = Told(
        int(row["reps"]),
        int(row["planned_reps"]),
        int(row["smaller_reps"]),
        int(row["short_reps"]),
        int(row["start_missed_reps"]),
        int(row["not_counted"]),
        int(row["holds"]),
        float(row["held_s"]),
    )
    same(told, record)
    page = (out / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r'<td class="n(?: ease)?">([^<]*)</td>', page)
    assert cells[:6] == [
        f"{told.counted} of {told.planned}",
        *map(str, (told.smaller, told.short, told.missed, told.not_counted)),
        f"{told.held_s:.1f} s",
    ]


def test_history_and_progress(
    session: Session,
    record: SetRecord,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with SqliteStore(tmp_path / "more") as store:
        store.keep(session, [None])
        (row,) = store.rows("AB")
        progress = read_progress(store, "AB", judging=SHIPPED)
    (digest,) = row.digests
    told = Told(
        digest.done,
        digest.planned_reps,
        digest.smaller,
        digest.short,
        digest.start_missed,
        digest.wrong_side + digest.one_phase,
        digest.holds + digest.own_range_holds,
        digest.position_s,
    )
    same(told, record)
    (day,) = progress.days
    assert (day.reps, day.held_s) == (told.counted, pytest.approx(told.held_s, abs=0.1))
    show_progress(progress)
    text = capsys.readouterr().out
    found = re.findall(
        rf"^{re.escape(record.spec.name)} +(left|right|) *▁ +(\S+) +(\S+)",
        text,
        re.MULTILINE,
    )
    assert {side: last for side, _, last in found} == expected(
        record, clinical=True
    ).usual


def test_excel(kept: Kept, record: SetRecord, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    (path,) = export_session(kept, Format.XLSX, tmp_path / "xlsx", judging=SHIPPED)
    head, values = load_workbook(path)["Sets"].iter_rows(values_only=True)
    row: dict[str, Any] = dict(zip(map(str, head), values, strict=True))
    unit = row["unit"]

    def by_side(what: str) -> dict[str, str]:
        cells = {s: row[f"{what}_{s}" if s else what] for s in ("left", "right", "")}
        return {s: amount(v, unit) for s, v in cells.items() if v is not None}

    same(
        Told(
            row["reps"],
            row["planned_reps"],
            row["smaller_reps"],
            row["short_reps"],
            row["start_missed_reps"],
            row["wrong_side_reps"] + row["half_reps"],
            row["holds"],
            row["held_s"],
            by_side("usual"),
            by_side("furthest_safe"),
        ),
        record,
    )


def test_fhir(kept: Kept, record: SetRecord, tmp_path: Path) -> None:
    from fhir.resources.R4B.bundle import Bundle

    (path,) = export_session(kept, Format.FHIR, tmp_path / "fhir", judging=SHIPPED)
    bundle = Bundle.model_validate_json(path.read_text(encoding="utf-8"))
    known: dict[str, Any] = {}
    usual, furthest = {}, {}
    resources: list[Any] = [entry.resource for entry in bundle.entry or ()]
    # A goniometer's movement, read back as the measure that the others tell of.
    clinical = record.spec.clinical

    def measured(value: float) -> float:
        return value if clinical is None else clinical.value_at(value)

    for one in resources[2:-1]:  # after Patient and Device, before our CodeSystem
        if one.code.coding[0].code == "55411-3":
            for part in one.component:
                quantity = part.valueQuantity
                value = part.valueInteger if quantity is None else quantity.value
                known[part.code.text] = value
            continue
        (side,) = re.findall(r": .*?(?:, (left|right))?, usual", one.code.text)
        unit = one.valueQuantity.unit
        usual[side] = amount(measured(float(one.valueQuantity.value)), unit)
        for part in one.component:
            if part.code.text.startswith("furthest"):
                furthest[side] = amount(measured(float(part.valueQuantity.value)), unit)
    same(
        Told(
            known["repetitions"],
            known["repetitions planned"],
            known["repetitions in a smaller range"],
            known["repetitions held for less than planned"],
            known["repetitions with the start not seen"],
            known["movements on the other side, not counted"]
            + known["movements of one half only, not counted"],
            known["holds"],
            float(known["time in position confirmed by the camera"]),
            usual,
            furthest,
        ),
        record,
    )


def test_the_cases_have_what_there_is_to_disagree_on() -> None:
    told = [expected(record_of(case)) for case in CASES]
    assert len(GOOD) == 38
    assert sum(one.smaller > 0 for one in told) >= 4
    assert sum(one.short > 0 for one in told) >= 2
    assert any(one.missed for one in told)
    assert sum(one.not_counted > 0 for one in told) >= 2
    assert sum(len(one.usual or {}) == 2 for one in told) >= 2
    assert any(one.usual != one.furthest for one in told)


def test_words_are_the_same_for_one_set_and_for_several() -> None:
    records = [record_of("stiff"), record_of("bridge_good")]
    screen = summary_screen(session_of(records), SHIPPED.measure.compare)
    amounts = Amounts.of(record.result for record in records)
    assert screen["lines"][:2] == [
        f"{done_words(amounts)}.",
        f"{held_words(amounts).capitalize()}.",
    ]
    page = render_report(session_of(records), [None, None], judging=SHIPPED)
    text = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert done_words(amounts) in text
