"""A recording that is kept a second time: what a person said of it is not lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from formcheck.app.recordings.analyse import Judged, _report
from formcheck.app.recordings.analysis import Keep, Options, Results
from formcheck.app.terminal.results import show_results
from formcheck.core.body.landmarks import Side
from formcheck.core.records.session import SetRecord
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.video_file import described
from formcheck.errors import HistoryError
from formcheck.resources import ModelFile, demo_clip, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.sessions import HEAD, SORE, bridges, record_of, session_of, write_trace

Again = Callable[..., tuple[int | None, bool]]


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    return write_trace(folder / "landmarks.npz", bridges(1).seen())


@pytest.fixture(scope="module")
def record(trace: Path) -> SetRecord:
    return record_of(trace)


@pytest.fixture
def keep(
    tmp_path: Path, trace: Path, record: SetRecord, monkeypatch: pytest.MonkeyPatch
) -> Again:
    """Keep a.mp4, which was judged already: a part of it, a stretch, a side."""
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    (tmp_path / "a.mp4").write_bytes(b"moving pictures")
    (tmp_path / "landmarks.npz").write_bytes(trace.read_bytes())

    def again(
        person: str = "Ann",
        note: str = "",
        stretch: str = "bridge",
        side: Side | None = None,
        **window: float | None,
    ) -> tuple[int | None, bool]:
        spec, plan = find_stretch(stretch, poses_dir()), Plan(side=side)
        one = record if (stretch, side) == ("bridge", None) else None
        one = one or record_of(trace, spec, plan)
        summary = {**HEAD, "source": HEAD["source"] | window, "sets": [one.entry]}  # type: ignore[operator]
        model = ModelFile(tmp_path / "model", "made up", "0" * 64)
        options = Options(spec, model, Profile(), plan, keep=Keep(person, note=note))
        video = replace(described(demo_clip()), path=tmp_path / "a.mp4")
        return _report(video, Judged(summary, one), options, tmp_path)

    return again


def test_what_was_said_of_it_stays(tmp_path: Path, keep: Again) -> None:
    assert keep(note="first words") == (1, False)
    with SqliteStore(tmp_path / "data") as store:
        said = store.get(1).session.about.model_copy(
            update={"pain": SORE, "felt": "harder", "days_a_week": 3}
        )
        store.update_about(1, said)
    assert keep() == (1, True)
    with SqliteStore(tmp_path / "data") as store:
        about = store.get(1).session.about
    assert about == said.model_copy(update={"judged_at": about.judged_at})
    assert about.note == "first words"
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "first words" in report
    assert keep(note="other words") == (1, True)
    with SqliteStore(tmp_path / "data") as store:
        about = store.get(1).session.about
    assert (about.note, about.pain, about.felt) == ("other words", SORE, "harder")


def test_another_part_stretch_side_or_person_is_another_session(
    tmp_path: Path, keep: Again
) -> None:
    ways: list[dict[str, object]] = [
        {},
        {"from_s": 2.0},
        {"from_s": 2.0, "to_s": 9.0},
        {"to_s": 9.0},
        {"stretch": "childs_pose"},
        {"side": Side.LEFT},
        {"side": Side.RIGHT},
        {"person": "Bo"},
    ]
    for number, way in enumerate(ways, 1):
        assert keep(**way) == (number, False)
    for number, way in enumerate(ways, 1):
        assert keep(**way) == (number, True)


def of_0_1_0(tmp_path: Path, record: SetRecord, trace: Path) -> None:
    """Keep the whole of a.mp4 as 0.1.0 did."""
    content = hashlib.sha256(b"moving pictures").hexdigest()
    uid = f"video:{hashlib.sha256(f'{content}:Ann'.encode()).hexdigest()}"
    with SqliteStore(tmp_path / "data") as store:
        old = session_of([record], uid, "Ann", note="first words", pain=SORE)
        assert store.keep(old, [trace]) == 1


def test_what_0_1_0_kept_is_replaced_and_not_doubled(
    tmp_path: Path, keep: Again, record: SetRecord, trace: Path
) -> None:
    of_0_1_0(tmp_path, record, trace)
    assert keep(from_s=2.0) == (2, False)
    assert keep(stretch="childs_pose") == (3, False)
    for _ in range(2):
        assert keep() == (1, True)
        with SqliteStore(tmp_path / "data") as store:
            about = store.get(1).session.about
            assert len(store.numbers()) == 3
        assert (about.note, about.pain) == ("first words", SORE)


def spoil(store: SqliteStore) -> None:
    with store.writing():
        store._db.execute("UPDATE sets SET entry = '{}' WHERE session = 1")


def test_what_cannot_be_read_is_not_overwritten(tmp_path: Path, keep: Again) -> None:
    keep(note="first words")
    with SqliteStore(tmp_path / "data") as store:
        spoil(store)
    with pytest.raises(HistoryError, match="session 1 cannot be read"):
        keep()


def test_what_0_1_0_kept_and_cannot_be_read_stays_as_it_is(
    tmp_path: Path, keep: Again, record: SetRecord, trace: Path
) -> None:
    of_0_1_0(tmp_path, record, trace)
    with SqliteStore(tmp_path / "data") as store:
        spoil(store)
    assert keep() == (2, False)


@pytest.mark.parametrize(
    ("again", "word"), [(False, "Kept as"), (True, "Kept again as")]
)
def test_it_is_said(tmp_path: Path, record: SetRecord, again: bool, word: str) -> None:
    console = Console(record=True, width=80)
    summary = {**HEAD, "sets": [record.entry]}
    results = Results(tmp_path, (), summary, 3, again)
    show_results(console, results, "Bridge")
    assert f"{word} session 3." in console.export_text()
