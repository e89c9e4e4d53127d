from __future__ import annotations

import csv
import json
import math
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from formcheck.core.body.cadence import CADENCE
from formcheck.edges.curves import resampled, zero_lag
from formcheck.edges.export import (
    FrameTable,
    ResultsFolder,
    rep_rows,
    write_csv,
    write_json,
)
from formcheck.errors import OutputError
from tests.results import hold, own_hold, part, rep, result


def read_rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_is_never_a_formula_and_numbers_stay_numbers(
    tmp_path: Path, start: str
) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["text", "number"], [[f"{start}cmd|'/C calc'!A0", -12.5]])
    assert read_rows(path)[1] == [f"'{start}cmd|'/C calc'!A0", "-12.5"]


def test_a_table_is_as_rfc_4180_has_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["a", "b"], [['x, "y"\nz', None], [True, math.nan], [False, 3]])
    assert path.read_bytes() == (
        b'a,b\r\n"x, ""y""\nz",\r\ntrue,\r\nfalse,3\r\n'
    )  # fmt: skip


def test_json_with_a_nan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "a.json", {"a": math.nan})


def left_behind(target: Path, pid: int | str) -> Path:
    """What a process of this machine was writing."""
    folder = target / f".writing-{platform.node()}-{pid}-x"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="there it cannot be asked who lives")
def test_what_a_dead_process_left_is_swept_away_and_no_living_ones(
    tmp_path: Path,
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        pass
    gone = left_behind(tmp_path, dead.pid)
    ours = [left_behind(tmp_path, pid) for pid in (os.getpid(), 10**30, "a")]
    with ResultsFolder(tmp_path):
        assert not gone.exists()
        assert all(folder.exists() for folder in ours)


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_a_dead_process_whose_status_nobody_fetches_is_dead(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        stat = Path(f"/proc/{dead.pid}/stat")
        while ") Z " not in stat.read_text():
            time.sleep(0.01)
        gone = left_behind(tmp_path, dead.pid)
        with ResultsFolder(tmp_path):
            assert not gone.exists()


def test_results_appear_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "clip"
    with ResultsFolder(target) as results:
        write_json(results.folder / "summary.json", {"a": 1})
        write_csv(results.folder / "reps.csv", ["a"], [])
        assert not (target / "reps.csv").exists()
        files = results.publish(last="summary.json")
    assert [f.name for f in files] == ["reps.csv", "summary.json"]
    assert sorted(p.name for p in target.iterdir()) == ["reps.csv", "summary.json"]
    assert json.loads((target / "summary.json").read_text()) == {"a": 1}


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "new" / "clip"
    with pytest.raises(KeyboardInterrupt), ResultsFolder(target) as results:
        write_csv(results.folder / "reps.csv", ["a"], [])
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_failure_keeps_what_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text("old")
    with pytest.raises(RuntimeError), ResultsFolder(tmp_path) as results:
        write_json(results.folder / "summary.json", {"a": 1})
        raise RuntimeError
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write to"):
        ResultsFolder(tmp_path / "file" / "clip")


@pytest.mark.parametrize(
    ("calibrated", "angles"), [(True, "calibrated"), (False, "raw")]
)
def test_frames_have_a_row_each(tmp_path: Path, calibrated: bool, angles: str) -> None:
    table = FrameTable({"hip": "deg"}, calibrated=calibrated)
    table.add(0.0, "seen", "start", {"hip": (120.04, 120.1, "no")})
    table.add(1 / 30, "skipped", "start", {})
    table.write(tmp_path / "frames.csv")
    assert read_rows(tmp_path / "frames.csv") == [
        ["time_s", "seen", "phase"]
        + ["hip_deg", "hip_deg_smooth", "hip_deg_zero_lag", "hip_verdict", "angles"],
        ["0.0", "seen", "start", "120.04", "120.1", "120.04", "no", angles],
        ["0.0333", "skipped", "start", "", "", "120.04", "unknown", angles],
    ]


def test_the_curve_goes_through_skipped_frames_and_not_where_nobody_was_seen() -> None:
    table = FrameTable({"hip": "deg"})
    for number in range(90):
        time_s, known = number / 30, {"hip": (100.0, 100.0, "yes")}
        if 1 <= time_s < 2:
            table.add(time_s, "nobody", "start", {})
        elif number % 5:
            table.add(time_s, "skipped", "start", {})
        else:
            table.add(time_s, "seen", "start", known)
    head, rows = table.rows()
    curve = head.index("hip_deg_zero_lag")
    found = [(row[0], row[curve]) for row in rows]
    # Between the last look before and the first "nobody" it was not seen either.
    holes = [time_s for time_s, value in found if value is None]
    assert holes == pytest.approx(np.arange(26, 60) / 30, abs=1e-4)
    assert {value for _, value in found if value is not None} == {100.0}


def test_what_judging_bridges_is_joined_and_no_more() -> None:
    stale_s = CADENCE.stale_s
    time_s = np.array([0.0, 0.1, 0.1 + stale_s, 0.3 + 2 * stale_s])
    values = np.array([[0.0, 1.0], [1.0, np.nan], [2.0, 3.0], [5.0, np.nan]])
    at_s = np.array([-0.1, 0.0, 0.05, 0.1, 0.1 + stale_s / 2, 0.2 + stale_s])
    one, other = resampled(time_s, values, at_s).T
    assert one == pytest.approx([np.nan, 0, 0.5, 1, 1.5, np.nan], nan_ok=True)
    assert np.isnan(other[2:]).all() and other[1] == 1
    ends = time_s[-1] + np.array([stale_s - 0.01, stale_s + 0.01])
    one, other = resampled(time_s, values, ends).T
    assert one[0] == 5.0 and np.isnan(one[1]) and np.isnan(other).all()


def test_a_look_in_which_nothing_was_known_for_a_moment_is_bridged() -> None:
    time_s = np.arange(10) / 30
    values = np.where(np.arange(10) == 4, np.nan, 7.0)[:, None]
    assert (resampled(time_s, values, time_s) == 7.0).all()


def test_reps_smaller_ones_and_holds_share_a_table() -> None:
    one = result(
        reps=[rep(good=False, flags=["a", "b"], peak=175.0)],
        partial_reps=[part("short_hold")],
        holds=[hold()],
        own_range_holds=[own_hold(complete=False)],
    )
    columns, rows = rep_rows([one])
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [(r["kind"], r["number"]) for r in found] == [
        ("rep", 1),
        ("partial", 1),
        ("hold", 1),
        ("own range hold", 1),
    ]
    assert (found[0]["flags"], found[0]["good"], found[0]["peak"]) == (
        "a b",
        False,
        175,
    )
    assert found[1]["reason"] == "short_hold"
    assert [row["complete"] for row in found] == [None, None, True, False]


def test_a_zero_lag_curve_follows_without_delay() -> None:
    time_s = np.arange(0, 6, 1 / 30)
    slow = 90 + 40 * np.sin(2 * np.pi * 0.3 * time_s)
    noise = np.random.default_rng(0).normal(0, 3, len(slow))
    curve = zero_lag(time_s, slow + noise)
    middle = slice(15, -15)
    assert np.abs(curve - slow)[middle].mean() < 0.75 * np.abs(noise)[middle].mean()
    delays = [np.abs(np.roll(slow, k) - curve)[middle].mean() for k in range(-5, 6)]
    assert int(np.argmin(delays)) == 5


@pytest.mark.parametrize(
    ("hz", "gain"), [(0.5, 1.0), (1, 1.0), (6, 0.707), (12, 0.088)]
)
def test_a_zero_lag_curve_keeps_what_a_filter_of_order_4_keeps(
    hz: float, gain: float
) -> None:
    """-3 dB at 6 Hz in all, both ways, and without delay.

    12 Hz: 1 / (1 + (sqrt(2) - 1) r^4), r being tan(12 pi/60) / tan(6 pi/60).
    """
    time_s = np.arange(0, 10, 1 / 60)
    wave = np.exp(2j * np.pi * hz * time_s)
    curve = zero_lag(time_s, wave.real)
    middle = slice(120, -120)
    # Its share of the wave: how much is left, and how far it is shifted.
    share = 2 * np.mean(curve[middle] * wave[middle].conj())
    assert abs(share) == pytest.approx(gain, abs=0.015)
    assert np.angle(share) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("looks", [1, 2, 5, 12])
def test_a_short_run_stays_as_it_was_seen(looks: int) -> None:
    time_s = np.arange(looks) / 60
    values = np.random.default_rng(0).normal(90, 5, looks)
    assert np.array_equal(zero_lag(time_s, values), values)


def test_runs_are_filtered_apart() -> None:
    """What is on the other side of a gap changes nothing."""
    time_s = np.arange(0, 6, 1 / 30)
    values = np.random.default_rng(0).normal(90, 5, len(time_s))
    gap = (time_s > 2) & (time_s < 3)
    before = time_s <= 2
    whole = zero_lag(time_s, np.where(gap, np.nan, values))
    alone = zero_lag(time_s[before], values[before])
    assert np.array_equal(whole[before], alone)


def test_a_curve_has_the_gaps_of_its_series() -> None:
    time_s = np.arange(0, 6, 1 / 30)
    values = np.where((time_s > 2) & (time_s < 3), np.nan, 100.0)
    curve = zero_lag(time_s, values)
    assert np.array_equal(np.isnan(curve), np.isnan(values))
    assert np.nanmax(np.abs(curve - 100)) < 1e-6
    assert np.isnan(zero_lag(time_s, np.full(len(time_s), np.nan))).all()
