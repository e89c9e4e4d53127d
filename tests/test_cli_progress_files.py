"""`progress --html --pdf --csv` and `compare`: what is handed to a physiotherapist."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formcheck.app.history.store import open_history
from formcheck.cli import app
from formcheck.core.records.session import Pain
from formcheck.core.stretch.spec import Mode, Plan
from tests.sessions import bridges, record_of, session_of, write_trace


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three sessions of bridges: 168 degrees, a gentle day, 182."""
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    with open_history() as store:
        for day, hip, mode in (
            ("2026-11-02", 168, Mode.NORMAL),
            ("2026-11-09", 156, Mode.FLARE),
            ("2026-11-16", 182, Mode.NORMAL),
        ):
            trace = write_trace(tmp_path / f"{day}.npz", bridges(3, hip=hip).seen())
            record = record_of(trace, plan=Plan(mode=mode))
            pain = Pain(before=4, after=2)
            store.keep(session_of([record], uid=day, day=day, pain=pain), [trace])
    return tmp_path


def run(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_progress_is_a_table_in_a_goniometer_s_degrees(kept: Path) -> None:
    path = kept / "progress.csv"
    run("progress", "--csv", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    ranges = [row for row in rows if row["kind"] == "range"]
    assert {row["measure"] for row in ranges} == {"hip_extension"}
    said = {row["day"][:10]: float(row["value"]) for row in ranges}
    # True to what was done, within the printed error of 5 degrees.
    assert said["2026-11-02"] == pytest.approx(168 - 180, abs=5)
    assert said["2026-11-16"] == pytest.approx(182 - 180, abs=5)
    assert [r["day"][:10] for r in ranges if r["gentle"] == "1"] == ["2026-11-09"]
    assert [r["value"] for r in rows if r["measure"] == "pain_after"] == ["2"] * 3


def test_progress_as_a_page_keeps_gentle_days_apart(kept: Path) -> None:
    path = kept / "progress.html"
    run("progress", "--html", path)
    page = path.read_text("utf-8")
    assert "Bridge: hip extension, side view" in page
    assert "on gentle days usual" in page and "Hatched: 1 gentle session." in page
    assert "+14°, further since the first" in page  # the gentle day is not in it
    assert "prefers-color-scheme: dark" in page
    assert page.count("<script") == 0


def test_two_sessions_are_compared_on_a_page(kept: Path) -> None:
    path = kept / "compared.html"
    run("compare", 1, 3, "--out", path)
    page = path.read_text("utf-8")
    assert "+14°, further" in page and "±5°" in page
    assert page.count("<figure><svg") == 10  # five phases of each
    assert "data:image" not in page
    run("compare", 1, 2, "--out", path)
    assert "Nothing of the two compares" in path.read_text("utf-8")


def test_what_cannot_be_compared_is_said(kept: Path) -> None:
    words = ["compare", "1", "3", "--stretch", "cobra", "--out", str(kept / "x.html")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code != 0
    assert not (kept / "x.html").exists()
