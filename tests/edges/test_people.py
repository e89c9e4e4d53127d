"""People's files: kept apart, whole or not at all, and refused where damaged."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from formcheck.core.records.person import Person, Screened
from formcheck.core.stretch.spec import StretchProfile
from formcheck.edges.people import MemoryPeople, PeopleFiles, replace_text
from formcheck.errors import OutputError, ProfileError

ANN = Person(
    person="Ann",
    screened=Screened(conditions=["knees"], checked={"night": "2026-11-23"}),
    stretches={"bridge": StretchProfile(ceiling_deg=172.5)},
)


@pytest.mark.parametrize("make", [lambda _: MemoryPeople(), PeopleFiles])
def test_a_person_comes_back_as_they_were_and_nobody_else(
    tmp_path: Path, make: type[PeopleFiles]
) -> None:
    people = make(tmp_path)
    assert people.read("Ann") == Person(person="Ann")
    people.write(ANN)
    assert people.read("Ann") == ANN
    assert people.read("Bob").stretches == {}
    assert people.read("ann").stretches == {}


def test_everybody_with_a_name_is_known(tmp_path: Path) -> None:
    people = PeopleFiles(tmp_path)
    assert people.names() == []
    for name in ("Bob", "", "Ann"):
        people.write(Person(person=name))
    (people.folder("Zoë")).mkdir()
    (people.folder("Zoë") / "person.json").write_text("{")
    assert people.names() == ["Ann", "Bob"]
    assert people.forget("Bob") and not people.forget("Bob")
    assert people.names() == ["Ann"]


def test_no_two_names_share_a_folder(tmp_path: Path) -> None:
    names = ["", "Ann", "ann", "a n", "a.n", ".", "..", "a/n", "%41nn", "CON", "Zoë"]
    folders = {name: PeopleFiles(tmp_path).folder(name) for name in names}
    for one, other in combinations(names, 2):
        # Some file systems do not tell capitals.
        assert str(folders[one]).lower() != str(folders[other]).lower()
    for folder in folders.values():
        assert folder.parent == tmp_path / "people"
        assert folder.name not in (".", "..")


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    people = PeopleFiles(tmp_path)
    people.write(ANN)
    mine, hers = people.folder("Bob"), people.folder("Ann")
    mine.mkdir(parents=True)
    (hers / "person.json").rename(mine / "person.json")
    with pytest.raises(ProfileError, match="of 'Ann', not of 'Bob'"):
        people.read("Bob")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b'{"schema": 2}', b'{"persn": "Ann"}']
)
def test_a_damaged_file_is_one_plain_line(tmp_path: Path, content: bytes) -> None:
    people = PeopleFiles(tmp_path)
    people.write(ANN)
    (people.folder("Ann") / "person.json").write_bytes(content)
    with pytest.raises(ProfileError) as error:
        people.read("Ann")
    assert "\n" not in str(error.value)
    assert "damaged" in str(error.value)


def test_a_name_may_be_too_long(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="at most 60"):
        PeopleFiles(tmp_path).read("a" * 61)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    in_the_way = tmp_path / "people"
    in_the_way.write_text("a file")
    with pytest.raises(OutputError):
        PeopleFiles(tmp_path).write(ANN)
    assert in_the_way.read_text() == "a file"
    folder = tmp_path / "folder"
    (folder / "plan.toml").mkdir(parents=True)
    with pytest.raises(OutputError):
        replace_text(folder / "plan.toml", "text")
    assert [path.name for path in folder.iterdir()] == ["plan.toml"]
