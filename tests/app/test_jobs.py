"""Many videos at once: one that fails, or takes its process along, stops no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formcheck.app.recordings.analysis import Options
from formcheck.app.recordings.cluster import run_on_cluster
from formcheck.app.recordings.jobs import Job, JobOutcome, run_jobs
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.errors import ClusterError, MissingExtraError
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.working import pretend


class Quiet:
    """Nobody who watches."""

    def moved(self, job: int, reached_s: float, end_s: float | None) -> None: ...


@pytest.fixture
def jobs(tmp_path: Path) -> Callable[..., list[Job]]:
    options = Options(
        find_stretch("bridge", poses_dir()), model_file(), Profile(), Plan()
    )

    def make(*names: str) -> list[Job]:
        return [Job(tmp_path / f"{n}.mp4", tmp_path / n, options) for n in names]

    return make


def by_name(outcomes: Iterator[JobOutcome]) -> dict[str, JobOutcome]:
    """Outcomes by the video's name: one each."""
    found: dict[str, JobOutcome] = {}
    for outcome in outcomes:
        assert outcome.job.video.stem not in found, "told twice"
        found[outcome.job.video.stem] = outcome
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_one_is_told_and_the_rest_is_done(
    jobs: Callable[..., list[Job]], workers: int
) -> None:
    todo = jobs("a", "broken", "b", "c")
    found = by_name(run_jobs(todo, Quiet(), workers, pretend))
    assert set(found) == {"a", "broken", "b", "c"}
    assert found["broken"].error == f"{todo[1].video}: not a video that can be read"
    assert [n for n, o in found.items() if o.results is None] == ["broken"]
    assert all((job.folder / "summary.json").exists() for job in todo if job != todo[1])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_library_that_stumbles_over_one_stops_no_other(
    jobs: Callable[..., list[Job]], workers: int
) -> None:
    todo = jobs("a", "odd", "missing", "b")
    found = by_name(run_jobs(todo, Quiet(), workers, pretend))
    assert [n for n, o in sorted(found.items()) if o.results is None] == [
        "missing",
        "odd",
    ]
    told = f"{todo[1].video}: analysis stopped: a decoder stumbled"
    assert found["odd"].error == told


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_kills_its_process_takes_nobody_along(
    jobs: Callable[..., list[Job]], workers: int
) -> None:
    names = ["a", "slow-1", "deadly", "slow-2", "b", "slow-3", "c"]
    found = by_name(run_jobs(jobs(*names), Quiet(), workers, pretend))
    assert set(found) == set(names)
    assert [n for n, o in found.items() if o.results is None] == ["deadly"]
    assert "died" in str(found["deadly"].error)


def test_a_single_one_that_kills_its_process_is_one_line(
    jobs: Callable[..., list[Job]],
) -> None:
    todo = jobs("deadly")
    (outcome,) = run_jobs(todo, Quiet(), 1, pretend)
    assert outcome.results is None
    assert outcome.error == f"{todo[0].video}: the process that analysed it died"
    assert not todo[0].folder.exists()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_who_is_killed_leaves_no_process_and_no_half_folder(
    tmp_path: Path, sent: signal.Signals
) -> None:
    """Nor who is asked to stop, which is told in its status."""
    code = f"""
from pathlib import Path
from formcheck.app.recordings.jobs import Job, run_jobs
from formcheck.app.recordings.analysis import Options
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.app.test_jobs import Quiet
from tests.app.working import pretend
if __name__ == "__main__":
    bridge = find_stretch("bridge", poses_dir())
    options = Options(bridge, model_file(), Profile(), Plan())
    there = Path({str(tmp_path)!r})
    list(run_jobs([Job(there / "endless.mp4", there / "out", options)], Quiet(), 1,
                  pretend))
"""
    script, note = tmp_path / "script.py", tmp_path / "endless.pid"
    script.write_text(code)
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])
    parent = subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.DEVNULL,
    )
    assert within(60, lambda: note.exists() and note.read_text().endswith("\n"))
    worker = int(note.read_text())
    parent.send_signal(sent)
    assert parent.wait(timeout=30) != 0
    assert within(30, lambda: not Path(f"/proc/{worker}").exists())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["endless.pid", "script.py"]


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    until_s = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until_s:
            return False
        time.sleep(0.05)
    return True


def test_no_scheduler_is_told_plainly(
    jobs: Callable[..., list[Job]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.app.recordings.cluster._CONNECT_WITHIN_S", 0.3)
    with pytest.raises(ClusterError, match="no Dask scheduler answers at 127.0.0.1:9"):
        list(run_on_cluster(jobs("a"), Quiet(), "127.0.0.1:9", pretend))


def test_without_the_extra_it_is_told_what_to_install(
    jobs: Callable[..., list[Job]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"formcheck\[cluster\]"):
        list(run_on_cluster(jobs("a"), Quiet(), "127.0.0.1:9", pretend))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A scheduler and two workers, each a process of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
        ) as running:
            yield running.scheduler_address


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_loses_a_worker_loses_and_doubles_nothing(
    jobs: Callable[..., list[Job]], cluster: str
) -> None:
    names = [f"slow-{number}" for number in range(12)]
    todo = jobs(*names, "broken")
    found: dict[str, JobOutcome] = {}
    killed = threading.Event()
    for outcome in run_on_cluster(todo, Quiet(), cluster, pretend):
        name = outcome.job.video.stem
        assert name not in found, "told twice"
        found[name] = outcome
        if outcome.results is not None and not killed.is_set():
            killed.set()
            os.kill(outcome.results.summary["pid"], signal.SIGKILL)
    assert set(found) == {*names, "broken"}
    assert [n for n, o in found.items() if o.results is None] == ["broken"]
    for job in todo[:-1]:
        assert [p.name for p in job.folder.iterdir()] == ["summary.json"]
    assert len({o.results.summary["pid"] for o in found.values() if o.results}) >= 2


@pytest.mark.model
@pytest.mark.filterwarnings("default")
def test_a_cluster_gives_what_this_machine_gives(
    cluster: str, clip: Path, tmp_path: Path
) -> None:
    results = {}
    for name, options in (("here", []), ("there", ["--dask", cluster])):
        words: list[str | Path] = [sys.executable, "-m", "formcheck", "analyse", clip]
        words += ["--to=2"]
        words += ["--stretch", "bridge", "--out", tmp_path / name, *options]
        ran = subprocess.run(words, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr
        assert ("cluster at" in ran.stderr) == (name == "there")
        folder = tmp_path / name / clip.stem
        results[name] = {p.name: p.read_bytes() for p in sorted(folder.iterdir())}
    assert set(results["here"]) == set(results["there"])
    for name in ("summary.json", "reps.csv", "frames.csv"):
        assert results["here"][name] == results["there"][name]
