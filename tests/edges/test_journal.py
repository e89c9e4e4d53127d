"""The journal: nothing that was written is lost, whatever happens to the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formcheck.edges.journal import Journal, JournalInMemory, read_journal, unfinished
from formcheck.errors import OutputError

WRITER = """
import sys, time
from pathlib import Path
from formcheck.edges.journal import Journal
journal = Journal(Path(sys.argv[1]), "killed")
for number in range(10_000):
    journal.write({"number": number, "at": time.time()})
    time.sleep(0.01)
"""


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    with Journal(tmp_path / "new", "one") as journal:
        for number in range(5):
            journal.write({"number": number, "text": "é\n"})
    lines = list(read_journal(journal.path))
    assert [line["number"] for line in lines] == [0, 1, 2, 3, 4]
    assert lines[0]["text"] == "é\n"


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    path.write_bytes(b'{"a":1}\n{"a":2}\n{"a":')
    assert [line["a"] for line in read_journal(path)] == [1, 2]
    path.write_bytes(b'{"a":1}\n\xff\xfe\n{"a":3}\n')
    assert [line["a"] for line in read_journal(path)] == [1]


def test_a_journal_in_use_is_not_unfinished(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "one")
    journal.write({"a": 1})
    assert unfinished(tmp_path) == []
    journal.close()
    assert unfinished(tmp_path) == [journal.path]
    journal.close()


def test_what_is_kept_elsewhere_is_removed(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "one")
    journal.close(remove=True)
    assert unfinished(tmp_path) == []
    assert unfinished(tmp_path / "none") == []


def test_a_place_that_cannot_be_written_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        Journal(tmp_path / "file", "one")


def test_a_killed_process_loses_nothing_it_wrote(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)])
    path = tmp_path / "killed.journal"
    while not (path.exists() and path.stat().st_size > 2000):
        assert process.poll() is None
        time.sleep(0.05)
    assert unfinished(tmp_path) == []
    os.kill(process.pid, signal.SIGKILL)
    killed_s = time.time()
    process.wait()
    assert unfinished(tmp_path) == [path]
    lines = list(read_journal(path))
    assert [line["number"] for line in lines] == list(range(len(lines)))
    assert killed_s - lines[-1]["at"] < 2.0


def test_the_fake_keeps_lines() -> None:
    fake = JournalInMemory()
    fake.write({"a": 1})
    fake.close(remove=True)
    assert fake.lines == [{"a": 1}]
    assert fake.removed
