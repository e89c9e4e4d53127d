"""Programme files: the shipped ones keep every rule, broken ones are told plainly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.core.judge.events import RepCounted
from formcheck.core.judge.judge import advance, begin
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.routine import routine
from formcheck.core.programme.spec import Programme
from formcheck.core.stretch.spec import Gate, Mode, Plan, Profile, StretchSpec
from formcheck.errors import ProgrammeFileError, UnknownProgrammeError
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.programmes import (
    check_programme,
    find_programme,
    load_programme,
    programme_files,
    read_programmes,
)
from tests.builders import QUADRUPED, Motion
from tests.shelf import SPECS
from tests.stretches.files import PLANK
from tools.make_pages import belongs_to, set_programmes

SHELF = read_programmes(poses_dir(), SPECS)
SHIPPED = {programme.id: programme for programme in SHELF.ready}
FILES = {path.stem for path in programme_files(poses_dir())}
ELEVEN = {
    "back_15_minutes",
    "mid_back_eight",
    "yoga_seven",
    "chair_four",
    "lower_back_three",
    "pilates_lower_back",
    "hip_flexors",
    "hamstrings",
    "flare_up",
    "morning",
    "desk_breaks",
}

SMALL = """
schema = 2
id = "small"
modes = ["normal"]
minutes = 1
turns = 0
camera_moves = 0
get_ups = 1
sources = ["seed"]

[[setups]]
camera_height_m = 0.6
camera_distance_m = 2.5

[[setups.steps]]
stretch = "plank"
facing = "left"
reps = 1
instead = "sit"

[text.en]
name = "A small one"
about = "One set."
not_for = ["Somebody with a sore wrist."]
camera_advice = ["From the side."]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plank.toml").write_text(PLANK, encoding="utf-8")
    sit = PLANK.replace('"plank"', '"sit"').replace('"prone"', '"seated"')
    (tmp_path / "sit.toml").write_text(sit, encoding="utf-8")
    (tmp_path / "programmes").mkdir()
    write(tmp_path)
    return tmp_path


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the small programme with words changed, each of them once."""
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "programmes" / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def known(folder: Path) -> dict[str, StretchSpec]:
    return {spec.id: spec for spec in list_stretches(folder)}


def test_a_right_file_is_read(folder: Path) -> None:
    (programme,) = read_programmes(folder).ready
    assert (programme.id, programme.steps[0].stretch) == ("small", "plank")
    assert find_programme("small", folder) == programme
    assert check_programme(folder / "programmes/small.toml", known(folder)) == []


def test_a_folder_of_stretches_may_have_no_programmes(tmp_path: Path) -> None:
    (tmp_path / "plank.toml").write_text(PLANK, encoding="utf-8")
    assert read_programmes(tmp_path).ready == ()


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("minutes = 1", "minutes = 5", "minutes: 5 is said, 1 it is"),
        ("minutes = 1", 'minutes = "2"', "minutes: should be a whole number"),
        ("turns = 0\n", "", "turns: this key is missing"),
        ("turns = 0", "truns = 0", "truns: 'truns' is not a key here (turns)"),
        ('"normal"', '"normel"', "modes[0]: 'normel' is not a word for this (normal)"),
        (
            '"plank"',
            '"plunk"',
            "setups[0].steps[0].stretch: 'plunk' is not a stretch here (plank)",
        ),
        (
            "reps = 1",
            "repps = 1",
            "setups[0].steps[0].repps: 'repps' is not a key here (reps)",
        ),
        ('"left"', '"front"', "setups[0].steps[0].facing: plank is seen from the side"),
        ('id = "small"', 'id = "big"', "id: 'big' is not the file's name (small)"),
        ("schema = 2", "schema = = 2", "line 2, column 10"),
    ],
)
def test_one_mistake_is_one_line(
    folder: Path, before: str, after: str, problem: str
) -> None:
    path = write(folder, (before, after))
    (line,) = check_programme(path, known(folder))
    assert line.startswith(f"{path}: ")
    assert problem in line
    with pytest.raises(ProgrammeFileError):
        load_programme(path, known(folder))


def test_an_unknown_programme_names_the_nearest(folder: Path) -> None:
    with pytest.raises(UnknownProgrammeError, match=r"'smal'; did you mean small\?"):
        find_programme("smal", folder)
    with pytest.raises(UnknownProgrammeError):
        find_programme("../small", folder)


def test_a_broken_one_keeps_no_other_from_being_read(folder: Path) -> None:
    broken = SMALL.replace('"small"', '"broken"').replace("get_ups = 1", "get_ups = 0")
    path = folder / "programmes" / "broken.toml"
    path.write_text(broken, encoding="utf-8")
    shelf = read_programmes(folder)
    assert [programme.id for programme in shelf.ready] == ["small"]
    assert shelf.problems == (f"{path}: get_ups: 0 is said, 1 it is",)
    assert shelf.waiting == {}


def test_one_whose_stretch_is_not_there_waits_for_it(folder: Path) -> None:
    write(folder, ('stretch = "plank"', 'stretch = "triangle"'))
    shelf = read_programmes(folder)
    assert (shelf.ready, shelf.problems) == ((), ())
    assert shelf.waiting == {"small": ("triangle",)}


# The programmes that ship.


def test_all_eleven_are_there_and_a_taster() -> None:
    assert ELEVEN | {"taster"} == FILES


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_floor_stretch_names_what_is_done_instead_of_it(spec: StretchSpec) -> None:
    above = [n for n in spec.instead if place_of(SPECS[n]) is not Place.FLOOR]
    assert place_of(spec) is not Place.FLOOR or above


def test_all_of_them_can_be_gone_through() -> None:
    assert SHELF.problems == ()
    assert SHELF.waiting == {}
    assert set(SHIPPED) == FILES


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_stretch_names_the_programmes_that_it_is_a_step_of(spec: StretchSpec) -> None:
    assert spec.programmes == belongs_to().get(spec.id, []), (
        "run `python -m tools.make_pages`"
    )


def test_the_programmes_line_of_a_file_is_set() -> None:
    text = 'id = "x"\nprogrammes = ["old"]\ninvolves = ["twist"]\n'
    assert set_programmes(text, ["new"]) == text.replace("old", "new")
    without = 'id = "x"\ninvolves = ["twist"]\n'
    assert set_programmes(text, []) == without
    assert set_programmes(without, ["old"]) == text
    assert set_programmes(without, []) == without


@pytest.mark.parametrize("programme", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_programme_works_without_the_floor(programme: Programme) -> None:
    laid_out = routine(programme, SPECS, floor=False)
    assert all(step.place is not Place.FLOOR for step in laid_out.steps)
    assert laid_out.get_ups == 0
    assert laid_out.camera_moves <= 1
    assert len(set(laid_out.postures)) == len(laid_out.postures)


@pytest.mark.parametrize("programme", SHIPPED.values(), ids=SHIPPED)
def test_every_shipped_programme_says_its_minutes(programme: Programme) -> None:
    laid_out = routine(programme, SPECS)
    assert abs(programme.minutes - laid_out.minutes) <= 1
    assert 3 <= programme.minutes <= 15


@pytest.mark.parametrize("programme", SHIPPED.values(), ids=SHIPPED)
def test_what_eases_leaves_a_programme_that_works(programme: Programme) -> None:
    for when in {w for step in programme.steps for w in step.swap}:
        swapped = routine(programme, SPECS, when={when})
        assert swapped.steps
        assert swapped.get_ups <= 1
        assert swapped.camera_moves <= 1


def ids_of(name: str) -> list[str]:
    return [step.stretch for step in SHIPPED[name].steps]


def test_yoga_begins_with_cat_cow_and_the_gentle_ways() -> None:
    ids = ids_of("yoga_seven")
    assert ids[0] == "cat_cow"
    assert len(set(ids)) == 7  # as its name says
    assert "sphinx_press_up" in ids and "cobra" not in ids
    steps = {step.stretch: step for step in SHIPPED["yoga_seven"].steps}
    assert "chair" in steps["downward_dog"].needs
    assert steps["downward_dog"].gentle
    assert steps["standing_forward_bend"].gentle


def test_a_dog_with_its_hands_on_a_chair_is_one_in_the_gentle_range() -> None:
    """Kneeling with the hands on the seat, then hips up and back over the same hands.

    Angles from the geometry of arms, legs and trunk with a seat at 0.9 torso lengths.
    """
    spec = SPECS["downward_dog"]
    kneeling = replace(QUADRUPED, lean=66, hip=114, shoulder=130, elbow=165)
    up = {"lean": 104, "hip": 76, "knee": 150, "shoulder": 166}
    down = {"lean": 66, "hip": 114, "knee": 90, "shoulder": 130}
    motion = Motion(kneeling).hold(3).move(3.5, **up).hold(12).move(3.5, **down).hold(2)
    for mode, reps in ((Mode.FLARE, 1), (Mode.NORMAL, 0)):
        plan = Plan(mode=mode, hold_s=10, recorded=False)
        state, counted = begin(spec, Profile(), plan, judging_of()), 0
        for look in motion.seen(fps=15):
            state, events = advance(spec, Profile(), state, look)
            counted += sum(isinstance(event, RepCounted) for event in events)
        assert counted == reps


def test_the_morning_bends_nobody_deeply_forward() -> None:
    deep = {"spine_flexion", "loaded_flexion", "head_down", "hamstring_pull"}
    for name in ids_of("morning"):
        assert not deep & {i.value for i in SPECS[name].involves}
    assert "curl_up" not in ids_of("morning")


def test_a_gentle_day_pulls_no_hip_flexor_and_no_hamstring() -> None:
    programme = SHIPPED["flare_up"]
    assert Mode.FLARE in programme.modes
    for step in programme.steps:
        spec = SPECS[step.stretch]
        assert step.gentle
        assert spec.gates.flare is not Gate.BLOCKED
        assert not {"hip_extension", "hamstring_pull"} & {
            i.value for i in spec.involves
        }
    same = routine(programme, SPECS, mode=Mode.FLARE)
    assert len(same.steps) == len(programme.steps)


def test_pain_below_the_knee_leaves_no_hamstring_on_the_chair() -> None:
    from formcheck.core.programme.spec import When

    swapped = routine(SHIPPED["chair_four"], SPECS, when={When.PAIN_BELOW_KNEE})
    names = {step.spec.id for step in swapped.steps}
    assert "seated_hamstring" not in names
    assert "seated_knee_to_chest" in names
