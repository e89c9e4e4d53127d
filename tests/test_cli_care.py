"""What stands of a screening, and days without stretching, as whoever treats the person
reads them: terminal, progress page and report.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.app.report.pages import progress_page, report_page
from formcheck.core.records.care import Blocked, Care, Flag, Injury
from formcheck.core.records.person import Person
from formcheck.edges.people import PERSON_FILE, PeopleFiles
from formcheck.edges.sqlite_store import SqliteStore
from tests.conftest import Call
from tests.numbers import SHIPPED

EARLY, BETWEEN, LATE = "2026-11-01", "2026-11-06", "2026-11-28"


def at(day: str) -> str:
    return f"{day}T09:30:00+01:00"


def blocked(day: str, sign: str) -> Blocked:
    return Blocked(
        at=at(day),
        why=["emergency", sign],
        title="Please get medical help now",
        advised=["Do not stretch today.", "Call your emergency number now."],
    )


@pytest.fixture
def flagged(kept: Path, data: Path) -> str:
    """Somebody with sessions on the 2nd, 4th and 12th, a flag that was looked at,
    another that stands, and two days without stretching; the uid of the last session.
    """
    looked = {"ended": "checked", "ended_at": at("2026-11-08"), "checked_on": BETWEEN}
    care = Care(
        flags=[
            Flag(sign="saddle", said_at=at(BETWEEN), **looked),
            Flag(sign="fever", said_at=at(LATE)),
        ],
        injuries=[Injury(happened_at=at(EARLY), said_at=at(EARLY))],
        blocked=[blocked(EARLY, "legs"), blocked(BETWEEN, "saddle")],
    )
    PeopleFiles(data).write(Person(person="AB", care=care))
    with SqliteStore(data) as store:
        return store.rows("AB")[0].about.uid


def test_the_terminal_tells_of_it(flagged: str, call: Call) -> None:
    for words in (
        ("person", "show", "--person", "AB"),
        ("progress", "--person", "AB"),
        ("sessions", "list", "--person", "AB"),
    ):
        status, out, err = call(*words)
        assert (status, err) == (0, ""), words
        said = " ".join(out.split())
        assert "Not yet looked at by a clinician, noted on 2026-11-28: Fever" in said
        assert f"{EARLY}: no stretching. Please get medical help now" in said
        assert "Pain, tingling, weakness or numbness in both legs" in said
        assert "looked at by a clinician on" in said
        assert "Advised: Do not stretch today. Call your emergency number now." in said
        assert "Injured" not in said  # its hours are over


def test_the_pages_tell_of_it(flagged: str, data: Path) -> None:
    page = progress_page("AB", judging=SHIPPED, folder=data)
    assert f"{EARLY}: no stretching." in page and "Not yet looked at" in page
    report = report_page(flagged, SHIPPED, data)
    assert f"{BETWEEN}: no stretching." in report
    assert f"looked at by a clinician on {BETWEEN}" in report
    assert (
        f"{EARLY}: no stretching" not in report
    )  # told beside the session that came next
    assert "Fever" not in report  # noted after it


def test_a_damaged_file_of_a_person_loses_nobody_their_report(
    flagged: str, data: Path
) -> None:
    (PeopleFiles(data).folder("AB") / PERSON_FILE).write_text("{")
    assert "<h1" in report_page(flagged, SHIPPED, data)
