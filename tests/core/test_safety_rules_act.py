"""Every rule of a condition changes something, and is spoken of only where it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from formcheck.core.body.landmarks import Side
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.rules import MINUTES_OFF
from formcheck.core.programme.spec import Programme, When
from formcheck.core.programme.stages import Move, MoveKind, Stage, Task
from formcheck.core.safety.conditions import Exchanger, capped, same_purpose
from formcheck.core.safety.day import DayPlan
from formcheck.core.safety.effects import Word, effect_on
from formcheck.core.safety.questions import Outcome
from formcheck.core.stretch.involved import computed, involved
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.pace import rep_s
from formcheck.core.stretch.spec import Gate, Kind
from formcheck.resources import poses_dir
from formcheck.stretches.programmes import read_programmes
from tests.core.safety import CONDITIONS, has, hold, of
from tests.core.test_safety_conditions import STRETCHES
from tests.numbers import SHIPPED

PROGRAMMES = {one.id: one for one in read_programmes(poses_dir(), STRETCHES).ready}
GENTLE = SHIPPED.stretch.gentle
PAIRS = list(combinations(CONDITIONS, 2))


def day(*ids: str, floor: bool = True) -> DayPlan:
    outcome = Outcome(conditions=ids, floor=floor)
    return DayPlan(STRETCHES, outcome, has(*ids))


@cache
def laid_out(
    name: str, ids: tuple[str, ...], floor: bool
) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
    return day(*ids, floor=floor).programme(PROGRAMMES[name])


def tasks(name: str, ids: tuple[str, ...], floor: bool) -> list[Task]:
    return [s for s in laid_out(name, ids, floor)[0] if isinstance(s, Task)]


def row(condition: str) -> dict[str, Word]:
    one = CONDITIONS[condition]
    return {
        name: effect_on(spec, one, STRETCHES, GENTLE).word
        for name, spec in STRETCHES.items()
    }


# --- what a stretch asks of a body ---------------------------------------------------


@pytest.mark.parametrize("name", sorted(STRETCHES))
def test_a_file_says_all_that_follows_from_its_own_numbers(name: str) -> None:
    spec = STRETCHES[name]
    assert computed(spec) <= set(spec.involves), computed(spec) - set(spec.involves)
    assert spec.purpose is not None


BY_HAND = {
    # What no number of the file tells: where the other leg, arm or head is.
    "bird_dog": {"balance", "arms_overhead"},
    "bottom_to_heels": {"arms_overhead"},
    "childs_pose": {"head_down", "arms_overhead"},
    "cobra": {"wrist_load"},
    "downward_dog": {"arms_overhead"},
    "half_kneeling_hip_flexor": {"balance"},
    "passive_backbend": {"spine_extension"},
    "pigeon_floor": {
        "crossed_legs",
        "hip_extension",
        "hip_flexion_past_90",
        "wrist_load",
    },
    "seated_knee_to_chest": {"hip_flexion_past_90"},
    "seated_twist_floor": {"crossed_legs"},
    "standing_hamstring": {"loaded_flexion"},
    "supine_piriformis_cross": {"crossed_legs"},
    "thread_the_needle": {"twist"},
    "triangle": {"hamstring_pull"},
}


def test_what_follows_from_no_number_is_known_by_name() -> None:
    found = {
        name: {one.value for one in set(spec.involves) - computed(spec)}
        for name, spec in STRETCHES.items()
    }
    assert {name: tags for name, tags in found.items() if tags} == BY_HAND


def test_every_word_stands_in_some_file_and_in_some_rule() -> None:
    asked = {one for spec in STRETCHES.values() for one in involved(spec)}
    assert asked == set(Involves)
    ruled = {w for c in CONDITIONS.values() for w in (*c.rules_out, *c.gentle)}
    assert ruled == set(Involves)


def test_what_was_missed_by_hand() -> None:
    assert "spine_flexion" in involved(STRETCHES["knee_to_chest_single"])
    assert "hip_flexion_past_90" in involved(STRETCHES["downward_dog"])
    own = hold("own", involves=[])  # somebody's own file that says nothing
    assert own.involves == [] and "lying_on_back" in involved(own)


# --- every rule acts -----------------------------------------------------------------


@of("conditions_cap")
@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_every_word_of_a_condition_changes_something(condition: str) -> None:
    """No rule is dead: each of its words and names bites a stretch that there is."""
    one = CONDITIONS[condition]
    assert set(row(condition).values()) != {Word.ALLOWED}
    for word in (*one.rules_out, *one.gentle):
        bitten = [s for s in STRETCHES.values() if word in involved(s)]
        assert any(capped(s, [one]).gate is not Gate.ALLOWED for s in bitten), word
    for name in (*one.not_these, *one.gentle_these, *one.told_these, *one.prefer):
        assert name in STRETCHES
    for name in one.not_these:
        without = one.model_copy(update={"not_these": []})
        assert capped(STRETCHES[name], [without]).gate is not Gate.BLOCKED, name
    for ceiling in one.ceilings:
        only = one.model_copy(
            update={"rules_out": [], "gentle": [], "ceilings": [ceiling]}
        )
        assert any(
            effect_on(spec, only, STRETCHES, GENTLE).word is Word.SMALLER
            for spec in STRETCHES.values()
            if spec.id not in one.gentle_these
        ), ceiling
    for name in one.told_these:
        assert row(condition)[name] not in (Word.ALLOWED, Word.LEFT_OUT), name


@of("conditions_cap")
@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_a_sentence_is_spoken_where_something_changes_and_nowhere_else(
    name: str, condition: str
) -> None:
    """What is left out or replaced, smaller, or told: each is named, and truly so."""
    one = CONDITIONS[condition]
    plain, with_it = tasks(name, (), True), tasks(name, (condition,), True)
    notes = laid_out(name, (condition,), True)[1]
    gone = {t.spec.id for t in plain} - {t.spec.id for t in with_it}
    new = {t.spec.id for t in with_it} - {t.spec.id for t in plain}
    smaller = {
        t.spec.id
        for t in with_it
        if effect_on(t.spec, one, STRETCHES, GENTLE).word in (Word.SMALLER, Word.TIMER)
    }
    told = {t.spec.id for t in with_it} & set(one.told_these)
    about = [
        note for note in notes if one.says in note or (one.told and one.told in note)
    ]
    if about:
        assert gone | new | smaller | told, (notes, "is spoken and nothing changes")
    for name_ in smaller:
        assert any(
            note.startswith("In a smaller range") and STRETCHES[name_].name in note
            for note in notes
        ), name_
    for name_ in told:
        assert any(STRETCHES[name_].name in note for note in notes), name_
    swapped = {w.value for w in When} & {condition}
    for name_ in () if swapped else gone:
        assert any(STRETCHES[name_].name in note for note in notes), name_


@of("conditions_cap")
def test_a_guided_timer_is_never_called_smaller() -> None:
    """It measures no range: what has to be smaller is left out instead."""
    for condition in CONDITIONS:
        for name, word in row(condition).items():
            if STRETCHES[name].kind is Kind.GUIDED:
                assert word not in (Word.SMALLER, Word.TIMER), (condition, name)


@of("conditions_cap")
def test_what_a_substitute_is_for_is_the_same_or_said() -> None:
    other = 0
    for condition in CONDITIONS:
        for spec in STRETCHES.values():
            exchange = Exchanger(STRETCHES, has(condition))
            instead = exchange(spec)
            if instead is None or instead is spec:
                continue
            said = "though it is for something else" in exchange.sentences[0]
            assert said is not same_purpose(spec, instead)
            other += said
            if said:  # nothing for the same would have fitted
                fits = [
                    s
                    for s in STRETCHES.values()
                    if s.purpose is spec.purpose
                    and s.id != spec.id
                    and capped(s, has(condition)).gate is not Gate.BLOCKED
                    and (
                        place_of(spec) is Place.FLOOR or place_of(s) is not Place.FLOOR
                    )
                ]
                assert fits == []
    assert other > 0


# --- every programme, condition, pair of them, and floor -----------------------------


def seconds_of_stages(done: list[Task]) -> float:
    """What the sets alone take, without rests and ways between."""
    return sum(task.reps * rep_s(task.spec, task.hold_s) for task in done)


def everything() -> Iterator[tuple[tuple[str, ...], bool]]:
    for floor in (True, False):
        yield (), floor
        yield from (((name,), floor) for name in CONDITIONS)
        yield from ((pair, floor) for pair in PAIRS)


@of("both_sides", "no_floor", "conditions_cap")
@pytest.mark.parametrize("name", sorted(PROGRAMMES))
def test_whatever_is_replaced_both_sides_are_done_and_something_is_left(
    name: str,
) -> None:
    programme: Programme = PROGRAMMES[name]
    for ids, floor in everything():
        done = tasks(name, ids, floor)
        sides: dict[str, set[Side | None]] = defaultdict(set)
        for task in done:
            sides[task.spec.id].add(task.side)
            assert floor or place_of(task.spec) is not Place.FLOOR, ids
            assert capped(task.spec, has(*ids)).gate is not Gate.BLOCKED, ids
        for stretch, found in sides.items():
            both = {Side.LEFT, Side.RIGHT}
            want = both if STRETCHES[stretch].sides == "each" else {None}
            assert found == want, (ids, floor, stretch)
        assert len(sides) >= min(2, len({s.stretch for s in programme.steps})), ids
        if any("instead of" in note for note in laid_out(name, ids, floor)[1]):
            said = [n for n in laid_out(name, ids, floor)[1] if n.startswith("About ")]
            minutes = round(seconds_of_stages(done) / 60)
            assert len(said) <= 1
            told = int(said[0].split()[1]) if said else programme.minutes
            assert told + MINUTES_OFF >= minutes, (ids, floor)  # the sets alone
        moves = [s.kind for s in laid_out(name, ids, floor)[0] if isinstance(s, Move)]
        ups = moves.count(MoveKind.GET_UP)
        assert floor or not ups
        assert (MoveKind.GET_DOWN in moves) is bool(ups), (ids, floor)
