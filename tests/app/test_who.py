"""Whose session it is: asked where several are known; a guest leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.app.live.session import LiveOptions, LiveSession
from formcheck.core.records.person import Person
from formcheck.edges.people import PeopleFiles
from formcheck.resources import model_file, poses_dir


@pytest.fixture
def home(tmp_path: Path) -> Path:
    files = PeopleFiles(tmp_path)
    for name in ("anna", "ben"):
        files.write(Person(person=name))
    return tmp_path


@pytest.fixture
def session(home: Path) -> Iterator[LiveSession]:
    made = LiveSession(
        LiveOptions("http://127.0.0.1:9/", model_file(), poses_dir(), folder=home)
    )
    yield made
    made.close()


def files_of(home: Path) -> set[str]:
    return {str(p.relative_to(home)) for p in home.rglob("*") if p.is_file()}


def test_names_are_asked_where_several_are_known(session: LiveSession) -> None:
    assert session.engine.extras["who"] == ["anna", "ben"]
    session._become("anna")
    assert session.engine.extras["who"] == []
    assert session.hello()["person"] == "anna"
    assert session.engine.extras["person"] == "anna"


def test_each_has_their_own_settings(session: LiveSession) -> None:
    session._become("anna")
    session._port.person.likes({"rate": 0.7})
    session._become("ben")
    assert session.hello()["settings"]["rate"] == 1.0
    session._become("anna")
    assert session.hello()["settings"]["rate"] == 0.7
    assert session.engine.voice.rate == 0.7


def test_a_name_that_is_not_known_is_nobody(session: LiveSession) -> None:
    session._become("anna")
    session._become("zoe")
    assert session.hello()["person"] == "anna"


def test_a_guest_is_asked_everything_and_leaves_no_trace(
    session: LiveSession, home: Path
) -> None:
    before = files_of(home)
    session._become(None)
    asked = session._port.question({})
    assert asked is not None and asked[0].id == "plain"  # as at the very first time
    session._port.screened({"signs": [], "conditions": [], "history": []})
    session._port.person.likes({"text": "l"})
    assert files_of(home) > before
    session.close()
    assert files_of(home) == before
    assert PeopleFiles(home).names() == ["anna", "ben"]
