"""How a person likes the page is kept with them, and another person's is another's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.programme.stages import Rest
from formcheck.core.records.person import Person
from formcheck.core.safety.questions import Outcome
from formcheck.edges.people import MemoryPeople, PeopleFiles
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.numbers import SHIPPED
from tests.shelf import SPECS


def test_settings_are_kept_by_person(tmp_path: Path) -> None:
    files = PeopleFiles(tmp_path)
    anna = OnePerson("anna", people=files, judging=SHIPPED)
    anna.likes({"rate": 0.7, "text": "l", "voice": False})
    again = OnePerson("anna", people=PeopleFiles(tmp_path), judging=SHIPPED)
    assert (again.page.rate, again.page.text, again.page.voice) == (0.7, "l", False)
    assert not again.page.degrees  # hidden unless asked for
    ben = OnePerson("ben", people=files, judging=SHIPPED)
    assert ben.page.rate == 1.0


def test_rests_are_as_long_as_the_person_has_set_them() -> None:
    people = MemoryPeople(Person(person="anna"))
    person = OnePerson("anna", people=people, judging=SHIPPED)
    programmes = read_programmes(poses_dir(), SPECS).ready
    port = LivePort(list(SPECS.values()), programmes, person=person)
    choice = ("programme", "back_15_minutes")

    def rests() -> list[float]:
        stages = port.stages(choice, Outcome())
        return [stage.seconds for stage in stages if isinstance(stage, Rest)]

    planned = rests()
    person.likes({"rests": 2.0})
    assert planned and rests() == [2 * seconds for seconds in planned]


def test_what_does_not_fit_the_day_is_shown_so_with_its_reason() -> None:
    person = OnePerson("anna", people=MemoryPeople(), judging=SHIPPED)
    programmes = read_programmes(poses_dir(), SPECS).ready
    port = LivePort(list(SPECS.values()), programmes, person=person)
    sore = replace(Outcome(), floor=False)
    from formcheck.core.stretch.spec import Mode

    usual = {p["id"]: p for p in port.catalogue()["programmes"]}
    day = {
        p["id"]: p for p in port.catalogue(replace(sore, mode=Mode.FLARE))["programmes"]
    }
    assert all(p["gate"] == "allowed" for p in usual.values())
    assert usual["desk_breaks"]["place"] == "chair"
    assert usual["flare_up"]["place"] == "floor"
    assert day["flare_up"]["gate"] == "allowed"
    blocked = [p for p in day.values() if p["gate"] == "blocked"]
    assert blocked and all(p["why"] for p in blocked)
