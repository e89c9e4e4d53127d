"""Files that people write by hand: whatever is in them, one plain line a problem."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.core.judge.set_judge import SetJudge
from formcheck.core.stretch.spec import Plan, Profile, StretchSpec
from formcheck.edges.people import read_person
from formcheck.errors import ModelError, ProfileError
from formcheck.resources import model_file, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import check_file, load_stretch
from formcheck.stretches.my_plan import check_plan
from formcheck.stretches.profiles import read_profile
from tests.conftest import Call
from tests.faults.tables import as_toml, broken
from tests.sessions import bridges
from tests.shelf import SPECS

BRIDGE = tomllib.loads((poses_dir() / "bridge.toml").read_text())
CAT_COW = tomllib.loads((poses_dir() / "cat_cow.toml").read_text())
PLAN = {
    "schema": 1,
    "name": "Mine",
    "days_a_week": 3,
    "avoid": ["cobra"],
    "note": "slowly",
    "stretches": [{"id": "bridge", "reps": 5, "hold_s": 5.0}],
}
PROFILE = {
    "person": "AB",
    "stretches": {"bridge": {"ceiling": 170.0, "neutral": {"hip": 120.0}}},
}
BRIDGES = bridges(1).seen()[::4]

WHOLE = {
    "a decimal of 5,000 digits": f"schema = {'9' * 5000}",
    "a hexadecimal number of 5,000 digits": f"schema = 0x{'f' * 5000}",
    "a number of 20 digits": "schema = 99999999999999999999",
    "a float of 5,000 digits": f"schema = 1.{'9' * 5000}",
    "lists 2,000 deep": f"schema = {'[' * 2000}{']' * 2000}",
    "lists 100 deep": f"schema = {'[' * 100}{']' * 100}",
    "a key of 2,000 parts": f"{'a.' * 2000}a = 1",
    "a key of 50,000 parts": f"{'a.' * 50_000}a = 1",
    "a table of 50,000 parts": f"[{'a.' * 50_000}a]",
    "a key of 2,000 parts in quotes": f"{chr(34)}a{chr(34)}" + '."a"' * 2000 + " = 1",
    "inline tables 2,000 deep": "a = " + "{a = " * 2000 + "1" + "}" * 2000,
    "a date": "schema = 2026-01-01",
    "a time": "schema = 07:32:00",
    "strings that never end": 'a = "' + '\\"' * 200_000,
    "long strings that never end": "a = '''" + '"""' * 100_000,
    "only brackets": "[" * 100_000,
    "control characters": 'a = "\x1b[31m"',
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_whole_file_that_is_wrong_is_told_in_plain_lines(
    what: str, tmp_path: Path
) -> None:
    path = tmp_path / "bridge.toml"
    path.write_text(WHOLE[what])
    for problems in (check_file(path), check_plan(path, SPECS)):
        assert problems
        assert all(len(line) < 1000 + len(str(path)) for line in problems)
    with pytest.raises(ProfileError):
        read_profile(path)


@given(drawn=st.data())
@pytest.mark.parametrize("right", [BRIDGE, CAT_COW], ids=["bridge", "cat_cow"])
def test_a_stretch_with_faults_is_refused_in_plain_lines_or_can_be_judged(
    right: dict[str, Any], drawn: st.DataObject, tmp_path: Path
) -> None:
    path = tmp_path / f"{right['id']}.toml"
    path.write_text(as_toml(drawn.draw(broken(right))), encoding="utf-8")
    problems = check_file(path)
    assert all(problem.startswith(str(path)) for problem in problems)
    if not problems:
        judged(load_stretch(path))


@given(broken(PLAN))
def test_a_plan_with_faults_is_told_in_plain_lines(
    tmp_path: Path, tables: dict[str, Any]
) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(as_toml(tables), encoding="utf-8")
    assert all(line.startswith(str(path)) for line in check_plan(path, SPECS))


@given(broken(PROFILE), st.booleans())
def test_a_profile_with_faults_is_told_in_plain_lines(
    tmp_path: Path, tables: dict[str, Any], toml: bool
) -> None:
    path = tmp_path / ("p.toml" if toml else "p.json")
    path.write_text(as_toml(tables) if toml else json.dumps(tables), encoding="utf-8")
    try:
        read_profile(path)
    except ProfileError as error:
        assert str(error).startswith(str(path))


@given(st.binary(max_size=200))
def test_any_bytes_are_no_person_no_profile_and_no_stretch(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert check_file(path)
    with pytest.raises(ProfileError):
        read_profile(path)
    with pytest.raises(ProfileError):
        read_person(path)


@pytest.mark.skipif(os.name == "nt", reason="there are none")
@pytest.mark.parametrize("kind", ["a pipe", "a device"])
def test_only_regular_files_are_read(kind: str, tmp_path: Path, call: Call) -> None:
    path = Path("/dev/zero")
    if kind == "a pipe":
        path = tmp_path / "bridge.toml"
        os.mkfifo(path)
    assert "not a regular file" in check_file(path)[0]
    with pytest.raises(ProfileError, match="not a regular file"):
        read_profile(path)
    with pytest.raises(ProfileError, match="not a regular file"):
        read_person(path)
    with pytest.raises(ModelError, match="not a regular file"):
        model_file(path)
    for words in (
        ["check", path],
        ["plan", "check", path],
        ["restore", path],
        ["analyse", path, "--stretch", "bridge"],
    ):
        status, _, errors = call(*words)
        assert status in (1, 2)
        assert len(errors.splitlines()) <= 1


def judged(spec: StretchSpec) -> None:
    """Judge three bridges by a stretch: nothing may be raised."""
    judge = SetJudge(spec, Profile(), Plan(), judging_of(poses_dir()))
    for look in BRIDGES:
        judge.take(look)
    judge.finish(0.0, BRIDGES[-1].time_s)
