"""`export` of many sessions: which, as tidy tables, with semicolons, nameless."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from formcheck.core.records.outcomes import Outcomes, Scored
from formcheck.core.records.person import Person
from formcheck.core.records.session import ExercisePain, Pain, PlannedSet, SetRecord
from formcheck.core.stretch.spec import Mode, Plan
from formcheck.edges.people import PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from tests.conftest import Call
from tests.sessions import SORE, record_of, session_of

TABLES = {
    "columns", "days", "exercise_pain", "flags", "holds", "movements", "not_counted",
    "outcomes", "planned", "reps", "sessions", "sets",
}  # fmt: skip
SECRETS = ("Ann Smith", "Dr. Brown", "Rehab of Ann", "call me", "sofa", "2026-", "AB-")


@pytest.fixture
def several(data: Path, bridge_trace: Path) -> Path:
    """Four sessions of Ann, two on one day by her plan, and one of another."""
    usual = record_of(bridge_trace, plan=Plan(entry=0))
    gentle = record_of(bridge_trace, plan=Plan(mode=Mode.FLARE))
    entry = PlannedSet(
        stretch="bridge", reps=3, hold_s=2, entry=0, times_a_day=2, by="Dr. Brown"
    )
    known = {"plan": "Rehab of Ann", "planned": (entry,), "note": "call me"}
    hurt = ExercisePain(stretch="bridge", score=6, when="left")
    with SqliteStore(data) as store:
        sore = Pain(before=3, site=("sofa", "back"))
        days: list[tuple[str, SetRecord, dict[str, object]]] = [
            ("2026-11-02", usual, {"pain": SORE}),
            ("2026-11-02", usual, {"pain": sore}),
            ("2026-11-09", gentle, {"exercise_pain": (hurt,)}),
            ("2026-11-12", usual, {}),
        ]
        for number, (day, record, more) in enumerate(days):
            session = session_of(
                [record], f"AB-{number}", "Ann Smith", day, **known, **more
            )
            store.keep(session, [bridge_trace])
        store.keep(session_of([usual], "z", "Bo", "2026-11-01"), [None])
    scored = Scored(
        at="2026-11-02T08:00:00+01:00", activities=("my sofa", "socks"), scores=(4, 7)
    )
    outcomes = Outcomes(activities=("my sofa", "socks"), scored=(scored,))
    PeopleFiles(data).write(Person(person="Ann Smith", outcomes=outcomes))
    return data


def tables(out: str) -> dict[str, pd.DataFrame]:
    paths = [Path(line) for line in out.splitlines()]
    return {p.stem: pd.read_csv(p) for p in paths if p.suffix == ".csv"}


def test_tidy_tables_name_session_person_day_set_and_mode(
    several: Path, call: Call
) -> None:
    status, out, err = call("export", "all", "--format", "tidy")
    assert status == 0
    assert err == "formcheck: of Ann Smith; --person names another\n"
    found = tables(out)
    assert set(found) == TABLES
    assert list(found["sessions"]["session"]) == [1, 2, 3, 4]
    assert list(found["sets"]["mode"]) == ["normal", "normal", "flare", "normal"]
    reps = found["reps"]
    assert {"session", "person", "date", "set", "stretch", "side"} <= set(reps)
    assert set(reps["unit"]) == {"deg"} and set(reps["movement"]) == {"hip_extension"}
    moved = reps["peak"] - reps["peak_movement_deg"]
    assert moved.tolist() == pytest.approx([180.0] * len(reps))
    unsafe = found["sets"].iloc[0]  # its third bridge was arched to 208
    assert unsafe["furthest_safe"] < 185
    days = found["days"]
    assert list(days["date"]) == ["2026-11-02", "2026-11-09", "2026-11-12"]
    assert list(days["sessions"]) == [2, 1, 1]
    assert list(days["gentle"]) == [False, True, False]
    assert days["pain_before"][0] == 4
    planned = found["planned"]
    assert list(planned["times_a_day"]) == [2] * 4
    assert list(planned["times_done"]) == [2, 2, 0, 1]  # the gentle one was no entry
    (pain,) = found["exercise_pain"].to_dict("records")
    assert (pain["stretch"], pain["pain"], pain["when"]) == ("bridge", 6, "left")
    psfs = found["outcomes"]
    assert list(psfs["score"]) == [4, 7, 5.5] and psfs["mcid"].dropna().tolist() == [
        2.3
    ]
    book = openpyxl.load_workbook("formcheck-sessions/tidy.xlsx")
    assert len(book.sheetnames) == len(TABLES)
    assert book["Reps"].max_row == len(reps) + 1


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["2-3"], [2, 3]),
        (["1-99"], [5, 1, 2, 3, 4]),  # by date
        (["1-99", "--person", "Bo"], [5]),
        (["all", "--since", "2026-11-09"], [3, 4]),
        (["all", "--person", "Bo"], [5]),
        (["last"], [4]),
        (["5"], [5]),
    ],
)
def test_sessions_are_selected(
    several: Path, call: Call, words: list[str], numbers: list[int]
) -> None:
    status, out, _ = call("export", *words, "--format", "tidy")
    assert status == 0
    assert list(tables(out)["sessions"]["session"]) == numbers


def test_what_selects_nothing_is_one_line(several: Path, call: Call) -> None:
    for words, why in (
        (["3-1"], "from the lower number to the higher one"),
        (["7-9"], "of the 5 sessions that are kept none is '7-9'"),
        (["all", "--since", "2027-01-01"], "none is 'all'"),
        (["some"], "'some' is not a session"),
        (["all", "--since", "soon"], "a date, such as 2026-11-23"),
        (["all", "--separator", "|"], "--separator '|': ',' or ';'"),
        (["all", "--person", "Cy"], "no session of 'Cy' is kept"),
    ):
        status, out, err = call("export", *words, "--format", "tidy")
        assert (status, out) == (2, "") and why in err
        assert len(err.splitlines()) == 1


def test_other_formats_have_a_folder_a_session_and_leave_out_what_has_none(
    several: Path, call: Call
) -> None:
    status, out, err = call("export", "1-99", "--format", "trc")
    assert status == 0
    folders = {Path(line).parent.name for line in out.splitlines()}
    assert folders == {f"session-{n}" for n in (1, 2, 3, 4)}
    assert "session 5 has nothing for trc" in err


def test_a_damaged_session_keeps_the_others_from_nothing(
    several: Path, call: Call
) -> None:
    with SqliteStore(several) as store, store.writing():
        store._db.execute("UPDATE sets SET entry = '{' WHERE session = 2")
    status, out, err = call("export", "all", "--format", "tidy")
    assert status == 0 and "session 2" in err
    assert list(tables(out)["sessions"]["session"]) == [1, 3, 4]
    assert call("export", "2", "--format", "tidy")[0] == 2


def test_semicolons_come_with_decimal_commas_and_a_mark_of_utf_8(
    several: Path, call: Call
) -> None:
    words = ("--format", "csv", "--separator", ";")
    status, out, _ = call("export", "1", *words)
    assert status == 0
    _, plain, _ = call("export", "1", "--format", "csv", "--out", "plain")
    for path, other in zip(out.splitlines(), plain.splitlines(), strict=True):
        assert Path(path).read_bytes().startswith(b"\xef\xbb\xbf")
        comma = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
        pd.testing.assert_frame_equal(comma, pd.read_csv(other))
        assert not Path(other).read_bytes().startswith(b"\xef\xbb\xbf")
    with open(out.splitlines()[-2], encoding="utf-8-sig", newline="") as file:
        assert "," in list(csv.reader(file, delimiter=";"))[1][0]


@pytest.mark.parametrize(
    "form", ["tidy", "csv", "json", "html", "xlsx", "fhir", "trc", "mot", "dlc", "c3d"]
)
def test_nobody_is_known_by_an_anonymous_export(
    several: Path, call: Call, form: str
) -> None:
    status, out, _ = call("export", "1-4", "--format", form, "--anonymous")
    assert status == 0
    for line in out.splitlines():
        path = Path(line)
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            cells = (c for sheet in book for row in sheet.values for c in row)
            content = "\n".join(map(str, cells)).encode()
        for secret in SECRETS:
            told = secret.encode() in content
            assert not told, (path.name, secret)
    if form == "tidy":
        found = tables(out)
        assert set(found["reps"]["person"]) == {"P1"}
        assert list(found["days"]["date"]) == ["2000-01-01", "2000-01-08", "2000-01-11"]
        assert list(found["outcomes"]["date"]) == ["2000-01-01"] * 3
        assert found["outcomes"]["activity"].isna().all()
        assert found["sessions"]["pain_site"][1] == "back"
