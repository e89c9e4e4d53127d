"""The benchmark of faults: what it counts, and that it knows every kind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.faults import KINDS, Tally, read_round

FILES = Path(__file__).parent / "faults"
MADE_UP = """
from hypothesis import given, settings, strategies as st

@settings(max_examples=7, database=None)
@given(st.integers())
def test_numbers(number):
    pass

def test_one():
    pass

def test_two():
    assert False
"""


def test_every_kind_has_its_name() -> None:
    assert set(KINDS) == {path.stem for path in FILES.glob("test_*.py")}


def test_inputs_and_faults_are_counted_as_pytest_prints_them(tmp_path: Path) -> None:
    file = tmp_path / "tests" / "faults" / "test_names.py"
    file.parent.mkdir(parents=True)
    file.write_text(MADE_UP, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["-q", "-rA", "-p", "no:cacheprovider", "--hypothesis-show-statistics"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/faults", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    tallies: dict[str, Tally] = {}
    read_round(done.stdout, tallies)
    (tally,) = tallies.values()
    assert (tally.inputs, tally.faults) == (7, 3)
    assert [lost.partition(" ")[0] for lost in tally.lost] == [
        "tests/faults/test_names.py::test_two"
    ]
