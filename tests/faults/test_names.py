"""Names: what a terminal, a page or a table would obey is shown, and done by nobody."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table
from rich.text import Text

from formcheck.app.recordings.folders import own_folders, videos_in
from formcheck.app.terminal.history import show_session, show_sessions
from formcheck.edges.names import folder_name, plain, printable
from formcheck.edges.screen import Screen
from formcheck.edges.sqlite_store import SqliteStore
from formcheck.edges.terminal import plain_streams
from tests.conftest import Call
from tests.sessions import record_of, session_of

HOSTILE = [
    "[/b]x", "[red]", ":smile:", "\x1b[2Jgone", "\x1b]0;title\x07", "a\rb", "\x9b31m",
    "\u202egpj.exe", "<script>alert(1)</script>", "=cmd|'/c calc'!A1",
    "a\u2028b", "\x00",
]  # fmt: skip


def obeyed(text: str) -> set[str]:
    """What in a text a terminal would obey."""
    return {c for c in text if c != "\n" and plain(c) != c}


@given(st.text())
def test_what_is_printed_has_nothing_to_obey_in_it(name: str) -> None:
    assert not obeyed(plain(name))
    assert plain(plain(name)) == plain(name)
    assert len(printable(name).splitlines()) <= 1


@given(st.text(max_size=30))
def test_a_table_and_a_line_show_any_name(name: str) -> None:
    target = io.StringIO()
    rows = Table()
    rows.add_column(name)
    rows.add_row(name)
    screen = Screen(file=target, width=80)
    screen.print(rows)
    screen.print(name)
    screen.print(Text(name))
    assert not obeyed(target.getvalue())


def test_markup_and_emoji_are_shown_as_they_are() -> None:
    target = io.StringIO()
    Screen(file=target, width=80).print("[/b] [red]x[/red] :smile:")
    assert target.getvalue() == "[/b] [red]x[/red] :smile:\n"


def test_only_consoles_of_ours_are_made() -> None:
    package = Path(__file__).parents[2] / "src" / "formcheck"
    made = [p.name for p in package.rglob("*.py") if " Console(" in p.read_text()]
    assert made == []


def test_printed_lines_are_plain_and_colours_of_rich_stay(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with plain_streams():
        print("\x1b[2Ja")
        Console(force_terminal=True, color_system="standard").print("b", style="red")
    out = capsys.readouterr().out
    assert "\\x1b[2Ja" in out and "\x1b[31mb" in out


@pytest.mark.parametrize("name", HOSTILE)
def test_a_person_of_any_name_is_listed_and_shown(
    name: str, data: Path, bridge_trace: Path, call: Call
) -> None:
    record = record_of(bridge_trace)
    with SqliteStore(data) as store:
        about = {"note": name, "programme": None}
        number = store.keep(
            session_of([record], "u", name, "2026-11-02", **about), [None]
        )
        show_sessions(store.rows())
        show_session(store.get(number))
    for words in (["sessions", "list"], ["sessions", "show", number], ["progress"]):
        status, out, errors = call(*words)
        assert status == 0 and not obeyed(out + errors)
    if name.startswith("["):
        assert name in call("sessions", "list")[1]


@pytest.mark.parametrize("name", [n for n in HOSTILE if "/" not in n and n != "\x00"])
def test_a_file_of_any_name_is_told_on_one_line(
    name: str, data: Path, call: Call
) -> None:
    for words in (
        ["analyse", f"{name}\n.mp4", "--stretch", "bridge"],
        ["check", f"{name}\n.toml"],
        ["restore", f"{name}\n.zip"],
        ["show", f"{name}\n"],
        ["live", "--no-browser", "--camera", f"{name}\n.mp4"],
    ):
        status, out, errors = call(*words)
        assert status == 2
        # Words that several stretches are known by are answered with those.
        assert out == "" or words[0] == "show" and not obeyed(out)
        assert len(errors.splitlines()) == 1 and not obeyed(errors)


@given(st.text(st.characters(blacklist_characters="/\x00", codec="utf-8"), min_size=1))
def test_no_folder_lies_outside_and_none_is_hidden_or_too_long(name: str) -> None:
    made = folder_name(name)
    assert made and not made.startswith(".") and "/" not in made
    assert len(made.encode()) <= 120
    out = Path("out")
    for folder in own_folders([(Path(name), Path()), (Path(name), Path())], out):
        assert folder.parent == out and folder.name not in ("", ".", "..")


@pytest.mark.parametrize("name", ["...mp4", "....mp4", ".. .mp4", ". .mp4", "a..mp4"])
def test_a_video_is_written_under_out_whatever_its_name(
    name: str, data: Path, call: Call, tmp_path: Path
) -> None:
    video, out = tmp_path / "in" / name, tmp_path / "results"
    video.parent.mkdir()
    video.write_bytes(b"no video")
    before = {path for path in tmp_path.rglob("*") if out not in path.parents}
    call("analyse", video, "--stretch", "bridge", "--out", out)
    after = {path for path in tmp_path.rglob("*") if out not in path.parents}
    assert after - before <= {out, data}


def test_folders_that_vanish_or_are_closed_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.mp4").touch()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.mp4").touch()
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("/b"):
            shutil.rmtree(tmp_path / "b", ignore_errors=True)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert videos_in(tmp_path) == [tmp_path / "a" / "1.mp4"]


def test_a_table_takes_no_name_for_a_formula(tmp_path: Path) -> None:
    from formcheck.edges.export import write_csv

    write_csv(tmp_path / "t.csv", ["name"], [[name] for name in HOSTILE])
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        cells = [row[0] for row in csv.reader(file)]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
