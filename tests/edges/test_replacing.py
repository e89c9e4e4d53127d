"""A file takes the place of another whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from formcheck.edges.replacing import replacing


def test_it_takes_the_place_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("before")
    with replacing(path) as beside:
        beside.write_text("after")
        assert path.read_text() == "before" and beside.parent == tmp_path
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_what_goes_wrong_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), replacing(path) as beside:
        beside.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError), replacing(folder) as beside:
        beside.write_text("all")
    assert sorted(tmp_path.iterdir()) == [folder, path]


def test_two_at_a_time_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    with replacing(path) as first, replacing(path) as second:
        first.write_text("first")
        second.write_text("second")
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
@pytest.mark.parametrize(("private", "others"), [(True, 0), (False, 0o044)])
def test_who_can_read_it(tmp_path: Path, private: bool, others: int) -> None:
    import os

    path = tmp_path / "person.json"
    before = os.umask(0o022)
    try:
        with replacing(path, private=private) as beside:
            beside.write_text("{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == others


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes by name")
def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"), replacing(pipe):
        pass
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.html", tmp_path / "link.html"
    kept.write_text("before")
    link.symlink_to(kept)
    with replacing(link) as beside:
        beside.write_text("after")
    assert link.is_symlink() and kept.read_text() == "after"
