from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formcheck import __version__
from formcheck.cli import main
from formcheck.edges.names import NOT_UTF8, in_utf8
from formcheck.edges.places import DATA_ENV, data_dir
from formcheck.errors import OutputError
from formcheck.resources import poses_dir
from tests.conftest import Formcheck
from tests.pictures import numbered, write_video
from tests.stretches.files import PLANK_1

WRITTEN = ["frames.csv", "landmarks.npz", "report.html", "reps.csv", "summary.json"]


def call(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: object
) -> tuple[int, str, str]:
    """Run the command line in this process: status, output, errors."""
    monkeypatch.setattr(sys, "argv", ["formcheck", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, captured.out, captured.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somewhere with a bit of everything that is no recording of a stretch."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "empty.mp4").write_bytes(b"")
    for name in ("bridge_1.mp4", "cat-cow.mp4"):
        (here / name).write_bytes(b"")
    (here / "garbage.mp4").write_bytes(b"no video" * 1000)
    (here / "folder.mp4").mkdir()
    (here / "broken.toml").write_text("id = 3\n")
    (here / "sub").mkdir()
    for own in (here / "own.toml", here / "sub" / "own.toml"):
        own.write_text(PLANK_1)
    (here / "profile.json").write_text('{"stretches": {"bridge": {"celing_deg": 3}}}')
    write_video(here / "grey.mp4", numbered(20))
    headless = write_video(here / "headless.mp4", numbered(20)).read_bytes()
    (here / "headless.mp4").write_bytes(headless[: len(headless) // 2])
    monkeypatch.chdir(here)
    return here


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("analyse", "Missing argument"),
        ("analyse grey.mp4", "stretch is it? Say --stretch, as in --stretch bridge"),
        ("analyse bridge_1.mp4", "Say --stretch, as in --stretch bridge; `formcheck"),
        ("analyse cat-cow.mp4", "Say --stretch, as in --stretch cat_cow; `formcheck"),
        ("analyse none.mp4 --stretch bridge", "none.mp4: no such file"),
        ("analyse x.mp4 --hold abc", "'--hold': should be a number, is 'abc'"),
        ("live --port abc", "'--port': should be a whole number, is 'abc'"),
        ("sessions note 1 --pain-before 11", "should be 10 or less, is '11'"),
        ("progress --poses nowhere", "nowhere: no folder of stretch files"),
        ("sessions replay 1 --poses nowhere", "nowhere: no folder of stretch files"),
        ("analyse . --explain", "--explain is for single recordings"),
        ("analyse empty.mp4 --stretch bridge", "empty.mp4: the file is empty"),
        ("analyse garbage.mp4 --stretch bridge", "garbage.mp4: not a video"),
        ("analyse headless.mp4 --stretch bridge", "headless.mp4: not a video"),
        ("analyse folder.mp4 --stretch bridge", "folder.mp4: no video in this folder"),
        ("analyse grey.mp4 --stretch brige", "did you mean bridge?"),
        ("analyse grey.mp4 --stretch bridge --poses none", "no folder of stretch"),
        ("analyse grey.mp4 --stretch broken --poses .", "broken.toml: "),
        ("analyse grey.mp4 --stretch bridge --model none", "no pose model at none"),
        ("analyse grey.mp4 --stretch bridge --model garbage.mp4", "is not a pose"),
        ("analyse grey.mp4 --stretch bridge --profile none", "none: no such file"),
        ("analyse grey.mp4 --stretch bridge --profile profile.json", "celing_deg"),
        ("analyse grey.mp4 --stretch bridge --side up", "--side"),
        ("analyse grey.mp4 --stretch bridge --mode wild", "--mode"),
        ("analyse grey.mp4 --stretch bridge --rotate 45", "'--rotate': '45' is not"),
        ("analyse grey.mp4 --stretch bridge --hold -1", "--hold -1"),
        ("analyse grey.mp4 --stretch bridge --hold nan", "--hold nan"),
        ("analyse grey.mp4 --stretch bridge --reps 0", "--reps 0"),
        ("analyse grey.mp4 --stretch bridge --from -1", "--from -1"),
        ("analyse grey.mp4 --stretch bridge --from inf", "--from inf"),
        ("analyse grey.mp4 --stretch bridge --from 3 --to 2", "--to 2"),
        ("analyse grey.mp4 --stretch bridge --jobs 0", "--jobs"),
        ("analyse grey.mp4 --stretch bridge --from 99", "no picture after 99 s"),
        ("analyse grey.mp4 --stretch bridge --out grey.mp4", "cannot write to"),
        ("show brigde", "did you mean bridge, "),
        ("show sub/own.toml", "goes by its id and folder: own --poses sub"),
        ("show own.toml", "goes by its id and folder: own --poses ."),
        ("list --poses none", "no folder of stretch files"),
        ("frobnicate", "No such command"),
        ("programmes morning", "There are, after `formcheck programmes`: show"),
        ("sessions 1", "after `formcheck sessions`: list, show, note, delete, rep"),
        ("plan morning", "There are, after `formcheck plan`: "),
        ("person anna", "There are, after `formcheck person`: "),
    ],
)
def test_bad_input_is_plain_and_leaves_nothing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: str,
    words: str,
) -> None:
    before = sorted(folder.rglob("*"))
    status, out, err = call(monkeypatch, capfd, *command.split())
    assert status == 2
    assert out == ""
    assert words in err
    lines = err.splitlines()
    assert all(line.startswith("formcheck: ") for line in lines)
    assert len(lines) == 1 or "broken.toml" in words  # a line for each problem
    assert "Traceback" not in err
    assert "Invalid value: " not in err  # of nothing that is named
    assert sorted(folder.rglob("*")) == before


def test_help_names_the_commands(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = call(monkeypatch, capfd, "--help")
    assert status == 0
    for command in ("analyse", "list", "show", "programmes", "check", "doctor", "demo"):
        assert command in out
    assert call(monkeypatch, capfd, "--version")[:2] == (
        0,
        f"formcheck {__version__}\n",
    )


def test_help_waits_for_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['formcheck', '--help']\n"
        "from formcheck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'cv2', 'mediapipe', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_every_command_begins_without_what_only_some_need() -> None:
    """Tables, the web server's log, and what is done where something went wrong."""
    code = (
        "import sys, formcheck.cli\n"
        "some = {'rich.console', 'logging', 'importlib.metadata', 'platformdirs'}\n"
        "some &= set(sys.modules)\n"
        "sys.exit(f'imported {some}' if some else 0)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("words", ["list", "show bridge", "show cat_cow"])
def test_what_people_read_fits_and_never_says_unsafe(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    status, out, err = call(monkeypatch, capfd, *words.split())
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "unsafe" not in out.lower()


def test_list_names_every_stretch(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = call(monkeypatch, capfd, "list")
    for path in poses_dir().glob("*.toml"):
        assert path.stem in out


def test_a_folder_without_stretches_is_said_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "bare").mkdir()
    status, out, err = call(monkeypatch, capfd, "list", "--poses", "bare")
    assert (status, out, err) == (0, "There are no stretches in bare.\n", "")
    status, out, err = call(monkeypatch, capfd, "show", "bridge", "--poses", "bare")
    assert (status, out) == (2, "")
    none = "no stretch is called 'bridge'; there are no stretch files in bare"
    assert err == f"formcheck: {none}\n"


def test_check_passes_the_stretches_that_ship(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = sorted(poses_dir().rglob("*.toml"))
    assert {file.parent.name for file in files} > {"safety", "references"}
    status, out, err = call(monkeypatch, capfd, "check", *files)
    assert (status, err) == (0, "")
    assert out == f"{len(files)} files: no problems\n"


def test_check_names_every_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status, out, err = call(monkeypatch, capfd, "check", "broken.toml", "none.toml")
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert "broken.toml: id: should be a text, is 3" in lines
    assert lines[-1] == "none.toml: no such file"


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("safety/conditions.toml", "[[conditions]]\nid = 3\n", "conditions[0].id: "),
        ("references/sources.toml", "[one]\ntxt = 'x'\n", "one.txt: 'txt' is not a "),
        ("references/sources.toml", "one = = 2\n", "line 1, column 7: "),
    ],
)
def test_check_knows_a_file_by_its_folder(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    file: str,
    content: str,
    problem: str,
) -> None:
    (folder / file).parent.mkdir()
    (folder / file).write_text(content)
    status, out, err = call(monkeypatch, capfd, "check", file)
    assert (status, out) == (2, "")
    assert f"{file}: {problem}" in err
    assert "praise" not in err


def test_check_tells_what_a_file_of_schema_1_lacks(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = folder / "plank.toml"
    file.write_text(PLANK_1, encoding="utf-8")
    status, out, err = call(monkeypatch, capfd, "check", "plank.toml")
    assert (status, err) == (0, "")
    about, base, too_far, end = out.splitlines()
    assert about.startswith("plank.toml: note: of schema 1, so judged by its angles")
    assert base == "plank.toml: note: target.base: say what the body rests on in it"
    assert too_far.startswith("plank.toml: note: target.too_far: name the flag for ")
    assert end == "1 file: no problems"
    said = '[target]\nbase = "hands_and_feet"\nno_too_far = "An example."\n'
    text = PLANK_1.replace("[target]\n", said)
    file.write_text(text, encoding="utf-8")
    assert call(monkeypatch, capfd, "check", "plank.toml") == (0, f"{end}\n", "")


@pytest.mark.model
def test_two_videos_of_one_name_get_a_folder_each(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = "analyse grey.mp4 ./grey.mp4 none.mp4 --stretch bridge --jobs 2 --out out"
    status, out, err = call(monkeypatch, capfd, *words.split())
    assert status == 2
    assert err == "formcheck: none.mp4: no such file\n"
    assert out.count("nobody was seen in this recording") == 2
    folders = sorted(p.name for p in (folder / "out").iterdir())
    assert folders == ["grey", "grey-2"]
    for name in folders:
        files = sorted(p.name for p in (folder / "out" / name).iterdir())
        assert files == WRITTEN


@pytest.mark.model
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as POSIX does")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_keeps_what_was_finished(tmp_path: Path, clip: Path, jobs: int) -> None:
    short = write_video(tmp_path / "short.mp4", numbered(5))
    command = [sys.executable, "-m", "formcheck", "analyse", str(short), str(clip)]
    options = ["--stretch=bridge", f"--jobs={jobs}", "--every-frame", "--out=out"]
    process = subprocess.Popen(
        [*command, *options],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Where the tests run in the background of a script, Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    finished = tmp_path / "out" / "short" / "summary.json"
    deadline = time.monotonic() + 60
    while not finished.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)  # well into the next
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err == "formcheck: stopped\n"
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["short"]


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    command = f"{sys.executable} -m formcheck list | head -1"
    run = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert "Traceback" not in run.stderr


@pytest.mark.model
def test_the_demo_says_what_it_saw_and_where_it_wrote(
    formcheck: Formcheck, tmp_path: Path
) -> None:
    run = formcheck("demo")
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""  # nothing of MediaPipe's and OpenCV's own
    assert "bridge_good.mp4: Bridge" in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 80
    assert "unsafe" not in run.stdout.lower()
    written = sorted(p.name for p in (tmp_path / "formcheck-demo").iterdir())
    assert written == WRITTEN


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
@pytest.mark.parametrize(
    "words",
    [
        ("analyse", b"caf\xe9.mp4", "--stretch", "bridge"),
        ("analyse", b"caf\xe9"),
        ("analyse", "here.mp4", "--stretch", "bridge", "--out", b"caf\xe9"),
        ("live", "--no-browser", "--camera", b"caf\xe9.mp4"),
        ("progress", b"caf\xe9"),
    ],
)
def test_a_name_that_is_not_utf8_is_refused_in_one_line(
    tmp_path: Path, words: tuple[str | bytes, ...]
) -> None:
    write_video(tmp_path / "here.mp4", numbered(5))
    command = [sys.executable, "-m", "formcheck", *words]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert run.returncode == 2
    name = next(word for word in words if isinstance(word, bytes))
    shown = name.replace(b"\xe9", rb"\xe9")
    assert run.stderr == b"formcheck: " + shown + f": {NOT_UTF8}\n".encode()


def test_a_folder_for_what_is_kept_that_is_not_utf8_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_ENV, str(tmp_path / "caf\udce9"))
    with pytest.raises(OutputError, match=r"caf\\xe9: its name is not UTF-8") as error:
        data_dir()
    assert in_utf8(str(error.value))
