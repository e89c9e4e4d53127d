"""`plan calendar` and the warnings of `plan check`, as a user runs them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from formcheck.core.programme.my_plan import MyPlan
from formcheck.core.programme.plan_days import repeated
from formcheck.core.records.person import Person, Screened
from formcheck.edges.icalendar import CalendarEvent, write_ics
from formcheck.edges.people import PeopleFiles
from tests.conftest import Call

PLAN = """\
schema = 2
name = "After the disc, for Ann"
note = "Slowly; as agreed, always."
[[stretches]]
stretch = "knee_to_chest_single"
side = "left"
ceiling = { movement = "hip_flexion", max_deg = 100 }
times_a_day = 2
days = ["mon", "thu"]
[[stretches]]
stretch = "bridge"
days = ["sat"]
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def plan(data: Path) -> Path:
    path = PeopleFiles(data).plan("Ann")
    path.parent.mkdir(parents=True)
    path.write_text(PLAN, encoding="utf-8")
    return path


def events_of(path: Path) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_a_calendar_says_that_there_is_stretching_and_no_more(
    call: Call, plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "plan.ics"
    code, said, err = call("plan", "calendar", "--person", "Ann", "--out", out)
    assert (code, err) == (0, "") and "2 events" in said
    first, second = events_of(out)
    for event in (first, second):
        assert event["SUMMARY"] == "Stretching"
        assert "DESCRIPTION" not in event
        assert not event.errors
        assert event["DTSTART"].dt.tzinfo is None  # what the clock on the wall says
        assert timedelta(minutes=1) <= event["DURATION"].dt < timedelta(minutes=30)
    text = out.read_text(encoding="utf-8")
    for word in ("Ann", "disc", "knee", "Bridge", "100°", "100 d", "hip", "Slowly"):
        assert word not in text
    assert first["RRULE"]["BYDAY"] == ["MO", "TH", "SA"]
    assert second["RRULE"]["BYDAY"] == ["MO", "TH"]
    starts = [event["DTSTART"].dt for event in (first, second)]
    assert [(start.hour, start.minute) for start in starts] == [(9, 0), (18, 0)]
    assert starts[0].weekday() in (0, 3, 5) and starts[1].weekday() in (0, 3)
    assert starts[0].date() - date.today() < timedelta(days=7)


def test_written_again_each_event_is_the_same_one(
    call: Call, plan: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.ics", tmp_path / "other.ics"
    call("plan", "calendar", "--person", "Ann", "--out", one)
    plan.write_text(PLAN.replace("disc", "course"), encoding="utf-8")
    more = ("--at", "07:30", "--at", "21:00", "--with-details")
    call("plan", "calendar", "--person", "Ann", "--out", other, *more)
    before, after = events_of(one), events_of(other)
    assert [e["UID"] for e in before] == [e["UID"] for e in after]
    assert len({e["UID"] for e in before}) == 2
    assert [e["DTSTART"].dt.hour for e in after] == [7, 21]
    assert after[0]["SUMMARY"] == "After the course, for Ann"
    text = str(after[0]["DESCRIPTION"])
    assert text.startswith("Slowly; as agreed, always.\nSingle knee to chest, left")
    assert "up to 100° of hip flexion" in text and "Bridge" in text
    assert "Bridge" not in str(after[1]["DESCRIPTION"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--at", "25:00"), "25:00"),
        (("--at", "9:00"), "has 2 a day, not 1"),
        (("--at", "24:00"), "24:00"),
        (("--at", "9:00", "--at", "09:00"), "the same time of the day twice"),
        (("--person", "Bob"), "no plan is kept yet"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_and_nothing_written(
    call: Call, plan: Path, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "plan.ics"
    code, _, err = call("plan", "calendar", "--person", "Ann", "--out", out, *more)
    assert code == 2
    assert err.count("\n") == 1 and words in err
    assert not out.exists()


def test_a_plan_whose_entries_have_all_ended_makes_no_calendar(
    call: Call, plan: Path, tmp_path: Path
) -> None:
    plan.write_text(
        'schema = 2\n[[stretches]]\nstretch = "bridge"\nto = "2020-01-01"\n'
    )
    out = tmp_path / "plan.ics"
    code, _, err = call("plan", "calendar", "--person", "Ann", "--out", out)
    assert code == 2 and "has ended" in err


def test_each_time_takes_as_long_as_what_is_done_then(
    call: Call, plan: Path, tmp_path: Path
) -> None:
    long = """schema = 2
[[stretches]]
stretch = "bridge"
times_a_day = 2
[[stretches]]
stretch = "knee_to_chest_single"
sets = 5
days = ["sat"]
"""
    plan.write_text(long, encoding="utf-8")
    out = tmp_path / "plan.ics"
    assert call("plan", "calendar", "--person", "Ann", "--out", out)[0] == 0
    first, second = (event["DURATION"].dt for event in events_of(out))
    # The knee is done on Saturdays, in the first time only, whatever day it is now.
    assert first > second + timedelta(minutes=5)


def plan_of(*entries: dict[str, object], **more: object) -> MyPlan:
    return MyPlan.model_validate({"schema": 2, **more, "stretches": list(entries)})


def test_entries_that_come_and_go_never_double_a_time() -> None:
    today = date(2026, 11, 20)  # a Friday
    plan = plan_of(
        {"stretch": "bridge", "to": "2026-11-29"},
        {"stretch": "cobra", "from": "2026-11-24", "days": ["tue", "fri"]},
        days_a_week=3,
    )
    rows = list(repeated(plan, today))
    assert [(r.first, r.last, r.since, r.entries) for r in rows] == [
        (date(2026, 11, 20), date(2026, 11, 23), None, (0,)),
        (date(2026, 11, 24), date(2026, 11, 29), date(2026, 11, 24), (0, 1)),
        (date(2026, 12, 1), None, date(2026, 11, 30), (1,)),
    ]
    assert [[day.value for day in row.days] for row in rows] == [
        ["mon", "wed", "fri"],
        ["mon", "tue", "wed", "fri"],
        ["tue", "fri"],
    ]
    # Asked a week later, what is still to come is the same.
    later = list(repeated(plan, today + timedelta(days=11)))
    assert [(row.since, row.days) for row in later] == [(rows[2].since, rows[2].days)]


def test_a_long_line_is_folded_and_read_as_it_was(tmp_path: Path) -> None:
    text = "Ä long, lönger; line \\ with everything\nand " + "ü" * 200
    event = CalendarEvent(
        "x@y", text, date(2026, 11, 20), datetime(2026, 1, 1, 7).time(), 5, ("FR",),
        date(2026, 12, 4), text,
    )  # fmt: skip
    path = tmp_path / "one.ics"
    write_ics(path, [event], datetime.fromisoformat("2026-11-20T07:00:00+01:00"))
    content = path.read_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (read,) = events_of(path)
    assert str(read["SUMMARY"]) == str(read["DESCRIPTION"]) == text
    assert read["DTSTAMP"].dt.isoformat() == "2026-11-20T06:00:00+00:00"


def test_a_check_warns_of_what_clashes_with_the_person(
    call: Call, plan: Path, data: Path
) -> None:
    has = Screened(conditions=["hip_replacement"])
    PeopleFiles(data).write(Person(person="Ann", screened=has))
    code, out, err = call("plan", "check", "--person", "Ann")
    assert (code, err) == (0, "")
    assert "stretches[0]: Single knee to chest: Your hip: no bend past 90" in out
    assert "exchanged until" in out and "1 clash with a condition" in out
    agreed = PLAN.replace("times_a_day", 'agreed_with = "Kim, 2026-11-20"\ntimes_a_day')
    plan.write_text(agreed, encoding="utf-8")
    assert "agreed with Kim, 2026-11-20" in call("plan", "check", "--person", "Ann")[1]
    other = plan.parent / "other.toml"
    other.write_text(PLAN, encoding="utf-8")
    assert "clash" not in call("plan", "check", other, "--person", "Bob")[1]
