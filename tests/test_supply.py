"""What formcheck is put together from: pinned, licensed, audited or said not to be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tools.audit import NOT_AUDITED, WEAK, NotAuditedError, audit
from tools.make_lock import wanted
from tools.packages import LOCK, Package, bill, digests, normal, of_the_wheel

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_lock_has_all_that_is_asked_for_in_the_versions_asked_for() -> None:
    pinned = {name: version for name, version in digests(LOCK.read_text("utf-8"))}
    for line in wanted(PROJECT):
        asked = Requirement(line)
        assert pinned[normal(asked.name)] in asked.specifier, line


def test_the_lock_is_of_names_versions_and_digests_alone() -> None:
    text = LOCK.read_text("utf-8")
    assert "://" not in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines == sorted(lines)
    assert len(digests(text)) == len(lines) > 50


def test_every_licence_goes_with_ours() -> None:
    packages = of_the_wheel()
    assert {"av", "mediapipe", "starlette", "tornado"} <= {one.name for one in packages}
    assert [one for one in packages if not one.goes_with_ours] == []


@pytest.mark.parametrize(
    "licence", ["", "GPL", "GPL-3.0-only", "MIT AND GPL-2.0-only", "Proprietary"]
)
def test_a_licence_that_does_not_is_noticed(licence: str) -> None:
    assert not Package("a", "1", licence).goes_with_ours


def test_one_licence_of_several_is_enough_where_there_is_a_choice() -> None:
    assert Package("a", "1", "GPL-2.0-only OR BSD-2-Clause").goes_with_ours


def test_what_a_wheel_carries_is_said() -> None:
    notice = re.sub(r"\s+", " ", (ROOT / "NOTICE").read_text("utf-8"))
    for word in ("PyAV", "x264", "x265", "GNU General Public License", "Qt"):
        assert word in notice


def test_the_bill_of_materials_names_each_with_its_digest() -> None:
    packages = of_the_wheel()
    made = bill(packages, {(packages[0].name, packages[0].version): "a" * 64})
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert [one["name"] for one in made["components"]] == [p.name for p in packages]
    assert all(one["purl"].startswith("pkg:pypi/") for one in made["components"])
    assert made["components"][0]["hashes"] == [{"alg": "SHA-256", "content": "a" * 64}]


def known(weak: bool, pinned: list[dict[str, Any]]) -> Any:
    """A pip-audit that knows these things."""

    def ask(requirements: Path) -> list[dict[str, Any]]:
        if WEAK in requirements.read_text("utf-8"):
            return [{"name": "jinja2", "version": "2.10", "vulns": [{}] * weak}]
        return pinned

    return ask


SOUND = {"name": "a", "version": "1", "vulns": []}


@pytest.mark.parametrize(
    ("weak", "pinned", "status", "said"),
    [
        (True, [SOUND], 0, "1 packages: nothing is known"),
        (True, [{**SOUND, "vulns": [{"id": "CVE-1"}]}], 1, "a 1: CVE-1"),
        (False, [SOUND], NOT_AUDITED, "not audited: no data came: jinja2==2.10 passed"),
        (True, [], NOT_AUDITED, "not audited: nothing came of 1 packages"),
        (
            True,
            [{"name": "a", "skip_reason": "not found"}],
            NOT_AUDITED,
            "not audited: nothing came of a",
        ),
    ],
)
def test_an_audit_without_data_is_none(
    tmp_path: Path, weak: bool, pinned: list[dict[str, Any]], status: int, said: str
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1 --hash=sha256:0\n")
    assert audit(lock, known(weak, pinned)) == (status, [said])


def test_an_audit_that_cannot_ask_is_none(tmp_path: Path) -> None:
    def ask(_: Path) -> list[dict[str, Any]]:
        raise NotAuditedError("No module named pip_audit")

    assert audit(tmp_path / "lock.txt", ask)[0] == NOT_AUDITED
