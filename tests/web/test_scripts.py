"""The page's scripts, without a browser: unit tests by node's own runner, and types."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from formcheck.app.live.messages import state_message
from formcheck.core.session.moment import Moment
from formcheck.core.session.seen import ShotResult
from formcheck.core.session.states import Flow
from tests.numbers import SHIPPED

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src/formcheck/web"
TYPES = (WEB / "messages.d.ts").read_text(encoding="utf-8")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which(command[0])
    if found is None:
        pytest.skip(f"no {command[0]} on this machine")
    return subprocess.run(
        [found, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_scripts_do_as_their_tests_say() -> None:
    tests = run("node", "--test", "tests/web/js/")
    assert tests.returncode == 0, tests.stdout
    assert re.search(r"^# pass [1-9]", tests.stdout, re.M), tests.stdout


def test_the_scripts_types_are_right() -> None:
    checked = run("tsc", "-p", ".")
    assert checked.returncode == 0, checked.stdout


def fields(interface: str) -> set[str]:
    """Names of what an interface of messages.d.ts has."""
    (body,) = re.findall(rf"^interface {interface} \{{\n(.*?)^\}}", TYPES, re.M | re.S)
    return set(re.findall(r"^  \"?([\w-]+)\"?\??: ", body, re.M))


def test_a_state_has_what_its_type_says() -> None:
    flow = Flow(SHIPPED.stretch)
    sent = set(state_message(flow, Moment(0.0), ShotResult(), None, None, {}))
    by_the_way = {"recording", "ack", "picture"}  # showing.py and pages.py add them
    assert fields("State") == sent - {"type"} | by_the_way


def test_every_element_that_is_named_has_its_type() -> None:
    page = (WEB.parent / "data/page.html.j2").read_text(encoding="utf-8")
    assert fields("PageElements") == set(re.findall(r' id="([\w-]+)"', page))


def test_every_script_is_checked() -> None:
    """Each function says what it takes; a file that opts out is not one of ours."""
    for script in (WEB / "static").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert "@ts-" not in text, script.name
        if re.search(r"^(export )?function \w+\(\w", text, re.M):
            assert "@param" in text or "@type" in text, script.name
