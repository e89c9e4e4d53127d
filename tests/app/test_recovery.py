"""What is made of the journal of a session that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.app.history.recovery import recover
from formcheck.core.judge.events import (
    Event,
    OwnRangeEntered,
    OwnRangeLeft,
    TargetEntered,
    TargetLeft,
)
from formcheck.core.judge.result import SetResult
from formcheck.core.records.codec import FORMAT, write_events, write_task
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.journal import Journal
from formcheck.resources import poses_dir
from formcheck.stretches.loading import find_stretch
from tests.numbers import SHIPPED

Alive = tuple[float, float]
"""When, and how long the hold's clock had run by then."""

OWN = OwnRangeLeft(10.3, 4.0, 10.2, 6.2, False, None)
FULL = TargetLeft(10.3, 4.0, 10.2, 6.2, False, None, False)


def cut_off(folder: Path, *lines: Event | Alive) -> SetResult:
    """The one set of a session of which there is this in the journal."""
    looks = {"seen": 80, "nobody": 0, "skipped": 0}
    spec = find_stretch("bridge", poses_dir())
    with Journal(folder / "journal", "x") as journal:
        known = {"uid": "x", "person": "AB", "started_at": "2026-11-18T07:30:00+01:00"}
        journal.write(
            {"kind": "session", "format": FORMAT, "model": ["full", "0" * 64], **known}
        )
        task = write_task(spec, Profile(), Plan())
        journal.write({"kind": "set", "start_s": 0.0, **task})
        for line in lines:
            if isinstance(line, tuple):
                time_s, held_s = line
                alive = {"time_s": time_s, "held_s": held_s, "looks": looks}
                journal.write({"kind": "alive", **alive})
            else:
                (event,) = write_events([line])
                journal.write({"kind": "event", "event": event})
    session = recover(journal.path, judging=SHIPPED)
    assert session is not None
    (record,) = session.sets
    return record.result


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # The clock was the hold's before: it is not counted a second time.
        ((OwnRangeEntered(4.0), (10.0, 5.8), OWN, TargetEntered(10.8)), [6.2]),
        ((TargetEntered(4.0), (10.0, 5.8), FULL, OwnRangeEntered(10.8)), [6.2]),
        ((TargetEntered(4.0), (10.0, 5.8), FULL, TargetEntered(10.8)), [6.2]),
        # The clock is the hold's that went on.
        ((TargetEntered(4.0), (10.0, 5.8)), [5.8]),
        ((TargetEntered(4.0), FULL, TargetEntered(10.8), (12.8, 1.9)), [6.2, 1.9]),
        # Rounded, or told late: it is no other's for that, nor longer than there was.
        ((OwnRangeEntered(4.0), (10.0, 6.2)), [6.0]),
    ],
)
def test_a_hold_is_given_what_its_own_clock_said(
    tmp_path: Path, lines: tuple[Event | Alive, ...], expected: list[float]
) -> None:
    result = cut_off(tmp_path, *lines)
    holds = sorted(result.all_holds, key=lambda hold: hold.start_s)
    assert [hold.held_s for hold in holds] == pytest.approx(expected)
    assert result.held_s <= result.length_s
