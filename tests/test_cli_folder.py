"""`formcheck analyse FOLDER`, as a clinic runs it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import openpyxl
import pytest

from formcheck.app.recordings.analysis import Keep, Options
from formcheck.app.recordings.folders import inputs_digest, stretch_by_name, videos_in
from formcheck.app.recordings.index import Entry, write_index
from formcheck.core.stretch.spec import Plan, Profile
from formcheck.edges.names import NOT_UTF8
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.loading import find_stretch
from tests.conftest import Formcheck
from tests.numbers import SHIPPED

EVIL = "bridge_<script>alert(1)"
IDS = ["bridge", "cat_cow", "cobra", "knee_to_chest_single"]


@pytest.fixture(scope="module")
def second(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a bridge, five pictures of it."""
    path = tmp_path_factory.mktemp("second") / "second.mp4"
    with av.open(str(clip)) as source, av.open(str(path), "w") as target:
        out = target.add_stream("libx264", rate=5)
        out.width, out.height, out.pix_fmt = 320, 240, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number == 30:
                break
            if number % 6 == 0:
                small = frame.reformat(width=320, height=240, format="yuv420p")
                small.pts = None
                target.mux(out.encode(small))
        target.mux(out.encode(None))
    return path


def fill(folder: Path, second: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if "broken" in name:
            path.write_bytes(b"no video" * 99)
        else:
            shutil.copy(second, path)
    return folder


def index(out: Path) -> dict[str, dict[str, str]]:
    with (out / "index.csv").open(newline="", encoding="utf-8") as file:
        return {row["video"]: row for row in csv.DictReader(file, strict=True)}


@pytest.mark.parametrize(
    ("name", "stretch"),
    [
        ("bridge_anna.mp4", "bridge"),
        ("Bridge 2.mov", "bridge"),
        ("cat-cow.mp4", "cat_cow"),
        ("cobra/anna.mp4", "cobra"),
        ("Knee to chest single/2026/a.mp4", "knee_to_chest_single"),
        ("cobra/bridge_a.mp4", "bridge"),
        ("bridgehead.mp4", None),
        ("anna.mp4", None),
    ],
)
def test_the_name_tells_the_stretch(name: str, stretch: str | None) -> None:
    assert stretch_by_name(Path("/clinic") / name, Path("/clinic"), IDS) == stretch


def test_a_name_that_is_a_formula_is_text_in_the_table(tmp_path: Path) -> None:
    name = "=cmd|'/c calc'!A1.mp4"
    entry = Entry(name, "Bridge", tmp_path / "x", None, "not a video")
    write_index(tmp_path, [entry])
    assert list(index(tmp_path)) == [f"'{name}"]


def test_who_it_is_kept_for_is_part_of_what_was_asked(clip: Path) -> None:
    plain = Options(
        find_stretch("bridge", poses_dir()), model_file(), Profile(), Plan()
    )
    kept = replace(plain, keep=Keep("AB"))
    assert inputs_digest(clip, plain) == inputs_digest(clip, replace(plain))
    assert inputs_digest(clip, plain) != inputs_digest(clip, kept)


def test_by_which_numbers_it_is_judged_is_part_of_what_was_asked(clip: Path) -> None:
    plain = Options(
        find_stretch("bridge", poses_dir()), model_file(), Profile(), Plan()
    )
    dose = replace(SHIPPED.stretch.dose, short_s=0.3)
    other = replace(SHIPPED, stretch=replace(SHIPPED.stretch, dose=dose))
    asked = inputs_digest(clip, replace(plain, judging=other))
    assert inputs_digest(clip, plain) != asked


def test_videos_are_found_results_and_hidden_ones_are_not(tmp_path: Path) -> None:
    names = ["b.MP4", "a.mov", "sub/c.webm", "notes.txt", ".x/d.mp4", "out/e.mp4"]
    for name in (*names, "old/annotated.mp4", "old/summary.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = videos_in(tmp_path, leave_out=tmp_path / "out")
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.mov", "b.MP4", "sub/c.webm"]


@pytest.mark.model
@pytest.mark.parametrize("jobs", [1, 2])
def test_names_that_are_no_text_and_names_of_no_code_page_end_no_folder(
    second: Path, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    videos, out = fill(tmp_path / "in", second, "bridge_Ła.mp4"), tmp_path / "out"
    named_ok = True
    try:
        shutil.copy(second, os.fsdecode(bytes(videos) + b"/bridge_caf\xe9.mp4"))
    except (OSError, UnicodeError):  # a file system that takes no such name
        named_ok = False
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    command = [sys.executable, "-m", "formcheck", "analyse", str(videos)]
    run = subprocess.run(
        [*command, "--out", str(out), "--jobs", str(jobs)], capture_output=True
    )
    assert b"Traceback" not in run.stderr
    assert rb"bridge_\u0141a.mp4: Bridge, " in run.stdout
    rows = index(out)
    assert rows.pop("bridge_Ła.mp4")["state"] == "not judged"
    if not named_ok:
        assert (run.returncode, rows) == (0, {})
        return
    assert run.returncode == 2
    assert rows.pop(r"bridge_caf\xe9.mp4")["state"] == "failed"
    assert run.stderr.splitlines() == [
        b"formcheck: " + bytes(videos) + rb"/bridge_caf\xe9.mp4: " + NOT_UTF8.encode()
    ]


@pytest.mark.model
def test_a_folder_is_analysed_once_and_its_broken_ones_told(
    formcheck: Formcheck, second: Path, tmp_path: Path
) -> None:
    names = ["bridge_a.mp4", "bridge_broken.mp4", f"{EVIL}.mp4", "cat_cow/a b.mp4"]
    videos, out = fill(tmp_path / "videos", second, *names), tmp_path / "out"
    ran = formcheck("analyse", videos, "--out", out, "--jobs", 2)
    assert ran.returncode == 2
    broken = videos / "bridge_broken.mp4"
    assert ran.stderr == f"formcheck: {broken}: not a video that can be read\n"
    rows = index(out)
    assert sorted(rows) == sorted(names)
    assert [name for name, row in rows.items() if row["state"] == "failed"] == [
        "bridge_broken.mp4"
    ]
    assert rows["cat_cow/a b.mp4"]["stretch"] == "Cat and cow"
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "http" not in page
    for link in re.findall(r'href="([^"]+report.html)"', page):
        assert (out / link.replace("%20", " ").replace("%3C", "<").replace(
            "%3E", ">").replace("%28", "(").replace("%29", ")")).is_file()  # fmt: skip

    before = {p: p.stat().st_mtime_ns for p in out.rglob("summary.json")}
    assert len(before) == 3
    shutil.copy(second, broken)
    again = formcheck("analyse", videos, "--out", out)
    assert again.returncode == 0, again.stderr
    assert "from the same files and options: 3 of 4 recordings." in again.stdout
    assert "1 analysed now, 3 before, 0 could not be." in again.stdout
    after = {p: p.stat().st_mtime_ns for p in out.rglob("summary.json")}
    assert {path: after[path] for path in before} == before
    assert len(after) == 4

    # Asked for differently, it is another analysis.
    third = formcheck("analyse", videos, "--out", out, "--mode", "flare", "--to", 500)
    assert third.returncode == 0
    assert third.stdout.count("before the 500 s asked for.") == 4
    assert "from the same files" not in third.stdout
    assert "since a file or an option is not as it was: 4 recordings" in third.stdout
    assert "4 analysed, 0 could not be." in third.stdout
    for path in after:
        assert json.loads(path.read_text())["sets"][0]["mode"] == "flare"


@pytest.mark.model
@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_what_was_killed_half_way_goes_on(second: Path, tmp_path: Path) -> None:
    names = [f"bridge_{number}.mp4" for number in range(8)]
    videos, out = fill(tmp_path / "videos", second, *names), tmp_path / "out"
    words = [sys.executable, "-m", "formcheck", "analyse", str(videos)]
    words += ["--out", str(out), "--jobs", "2"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        words, stdout=quiet, stderr=quiet, start_new_session=True
    ) as first:
        while len(list(out.glob("*/summary.json"))) < 3:
            assert first.poll() is None
            time.sleep(0.02)
        os.killpg(first.pid, signal.SIGKILL)
    done = {p: p.stat().st_mtime_ns for p in out.glob("*/summary.json")}
    assert 3 <= len(done) < len(names)
    ran = subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert f"options: {len(done)} of {len(names)} recordings." in ran.stdout
    assert all(path.stat().st_mtime_ns == then for path, then in done.items())
    assert sorted(index(out)) == names
    assert not list(out.rglob(".writing-*")), "what was cut off is swept away"


@pytest.mark.parametrize(
    ("names", "words", "told"),
    [
        ([], [], "no video in this folder"),
        (["anna.mp4"], [], "which stretch is it?"),
        (["anna.mp4"], ["--stretch=brige"], "did you mean bridge?"),
        (["anna.mp4"], ["other.mp4", "--stretch=bridge"], "a folder goes alone"),
        (["anna.mp4"], ["--stretch=bridge", "--dask=x:1", "--keep"], "without --keep"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_begun(
    formcheck: Formcheck,
    second: Path,
    tmp_path: Path,
    names: list[str],
    words: list[str],
    told: str,
) -> None:
    videos = fill(tmp_path / "videos", second, *names)
    videos.mkdir(exist_ok=True)
    ran = formcheck("analyse", videos, *words)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not (tmp_path / "formcheck-results").exists()


@pytest.mark.model
def test_a_video_whose_stretch_is_not_told_stops_no_other(
    formcheck: Formcheck, second: Path, tmp_path: Path
) -> None:
    poses = tmp_path / "poses"
    shutil.copytree(poses_dir(), poses)
    (poses / "cobra.toml").write_text("id = 3\n")
    names = ("anna.mp4", "bridge_b.mp4", "cobra_c.mp4", "broken.mp4")
    videos, out = fill(tmp_path / "videos", second, *names), tmp_path / "out"
    ran = formcheck("analyse", videos, "--poses", poses, "--out", out, "--jobs", 1)
    assert ran.returncode == 2, "not everything could be analysed"
    assert "Traceback" not in ran.stderr
    assert "anna.mp4: which stretch is it?" in ran.stderr
    assert "broken.mp4: which stretch is it?" in ran.stderr
    assert "cobra_c.mp4: " in ran.stderr and "cobra.toml" in ran.stderr
    assert "1 analysed, 3 could not be." in ran.stdout
    assert (out / "bridge_b" / "summary.json").is_file()
    rows = index(out)
    assert sorted(rows) == sorted(names)
    assert [name for name, row in rows.items() if row["state"] == "failed"] == [
        "anna.mp4",
        "broken.mp4",
        "cobra_c.mp4",
    ]
    assert "which stretch is it?" in rows["anna.mp4"]["error"]
    again = formcheck("analyse", videos, "--poses", poses, "--out", out)
    assert again.returncode == 2
    assert "options: 1 of 4 recordings." in again.stdout
    assert "0 analysed now, 1 before, 3 could not be." in again.stdout
    assert sorted(index(out)) == sorted(names)


def test_a_folder_for_a_spreadsheet_with_decimal_commas_and_as_a_workbook(
    formcheck: Formcheck, second: Path, tmp_path: Path
) -> None:
    fill(tmp_path / "v", second, "bridge_ä.mp4")
    ran = formcheck("analyse", "v", "--separator", ";", "--out", "out")
    assert ran.returncode == 0, ran.stderr
    tables = [tmp_path / "out" / "index.csv", *(tmp_path / "out").glob("*/*.csv")]
    assert len(tables) == 3
    for path in tables:
        text = path.read_text(encoding="utf-8-sig")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(text.splitlines(), delimiter=";"))
        assert len(rows[0]) > 5 and {len(row) for row in rows} == {len(rows[0])}
    with tables[0].open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert re.fullmatch(r"\d+,\d+", row["duration_s"])
    book = openpyxl.load_workbook(tmp_path / "out" / "index.xlsx")
    head, values = book.worksheets[0].iter_rows(values_only=True)
    same = dict(zip(head, values, strict=True))
    assert same["duration_s"] == float(row["duration_s"].replace(",", "."))
    assert same["video"] == "bridge_ä.mp4"
    # Another separator is another run: nothing is left in the old one.
    again = formcheck("analyse", "v", "--out", "out")
    assert "Analysed anew" in again.stdout
    assert not tables[0].read_bytes().startswith(b"\xef\xbb\xbf")
