"""A programme laid out: sets, sides, moves between them, and the time they take."""

from __future__ import annotations

import pytest

from formcheck.app.live.port import LivePort
from formcheck.app.person.people import OnePerson
from formcheck.core.body.landmarks import Side
from formcheck.core.body.view import Posture
from formcheck.core.programme.place import Place
from formcheck.core.programme.routine import (
    off_the_floor,
    parts,
    routine,
    seconds_alone,
)
from formcheck.core.programme.spec import Facing, When
from formcheck.core.programme.stages import REST_S, Move, MoveKind, Task
from formcheck.core.stretch.pace import PACE
from formcheck.core.stretch.spec import Mode, StretchSpec
from tests.core.programmes import STRETCHES, programme, step
from tests.numbers import SHIPPED
from tests.shelf import SPECS


def test_the_side_that_works_is_the_one_next_to_the_camera() -> None:
    laid_out = routine(programme(), STRETCHES)
    hugs = [s for s in laid_out.steps if s.spec.id == "hug"]
    assert [(s.side, s.facing) for s in hugs] == [
        (Side.LEFT, Facing.LEFT),
        (Side.RIGHT, Facing.RIGHT),
    ]


def test_sides_that_alternate_are_one_set_of_both() -> None:
    (last,) = routine(programme(step("turn", "front", reps=3)), STRETCHES).steps
    assert last.side is None
    per_side = STRETCHES["turn"].reps.per_side
    assert last.reps == (6 if per_side else 3)


def test_sides_seen_from_the_front_follow_each_other_with_a_breath_between() -> None:
    both = STRETCHES | {
        "turn": STRETCHES["turn"].model_copy(update={"sides": "each"}),
    }
    sets = routine(programme(step("turn", "front", reps=1)), both).steps
    assert [(s.side, s.rest_s) for s in sets] == [(Side.LEFT, 5.0), (Side.RIGHT, 10.0)]


def test_what_it_says_of_reps_and_holds_is_for_its_own_stretch_only() -> None:
    asked = programme(step("tilt", reps=7, hold_s=40, note="Slowly."))
    (lying,) = routine(asked, STRETCHES).steps
    assert (lying.reps, lying.hold_s, lying.note) == (7, 40, "Slowly.")
    seated = routine(asked, STRETCHES, floor=False).steps
    own = STRETCHES["chair_hug"]
    dose = (own.reps.count, own.hold.seconds, "")
    assert [(s.reps, s.hold_s, s.note) for s in seated] == [dose, dose]
    assert [s.side for s in seated] == [Side.LEFT, Side.RIGHT]  # it was for both


def test_counts_of_turns_moves_and_rises() -> None:
    laid_out = routine(programme(), STRETCHES)
    assert (laid_out.turns, laid_out.camera_moves, laid_out.get_ups) == (1, 0, 1)
    assert laid_out.postures == (
        (Place.FLOOR, Posture.SUPINE),
        (Place.FLOOR, Posture.QUADRUPED),
        (Place.CHAIR, Posture.SEATED),
    )
    assert laid_out.needs == ("chair",)


def test_time_of_one_hold() -> None:
    (one,) = routine(programme(step("tilt", reps=2, hold_s=10)), STRETCHES).steps
    assert one.seconds == 2 * (10 + 2 * PACE.way_s + PACE.breath_s)
    laid_out = routine(programme(step("tilt", reps=2, hold_s=10)), STRETCHES)
    # No rest after the last; the way down and up again counts.
    ways = PACE.down_s + one.told_s + PACE.ready_s + PACE.up_s
    assert laid_out.seconds == pytest.approx(one.seconds + ways)
    assert laid_out.minutes == pytest.approx(laid_out.seconds / 60)


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.id)
def test_a_stretch_by_itself_takes_what_it_takes_in_a_programme(
    spec: StretchSpec,
) -> None:
    one = {"stretch": spec.id, "facing": "front", "rest_s": REST_S}
    steps = [one] * (2 if spec.sides == "each" else 1)
    laid_out = routine(programme(*steps), {spec.id: spec})
    assert laid_out.seconds > 30
    assert seconds_alone(spec) == pytest.approx(laid_out.seconds)
    port = LivePort([spec], (), person=OnePerson(judging=SHIPPED))
    (shown,) = port.catalogue()["stretches"]
    assert shown["minutes"] == max(1, round(laid_out.minutes))


def test_a_stretch_is_told_once_however_many_sides() -> None:
    both = routine(programme(step("hug"), step("hug", "right")), STRETCHES)
    one = routine(programme(step("hug")), STRETCHES)
    first = both.steps[0]
    assert first.told_s > 2
    more_s = first.rest_s + PACE.turn_s + PACE.ready_s + first.seconds
    assert both.seconds == pytest.approx(one.seconds + more_s)


def test_nothing_left_takes_no_time() -> None:
    laid_out = routine(programme(step("bend")), STRETCHES, mode=Mode.FLARE)
    assert laid_out.steps == ()
    assert laid_out.seconds == 0
    assert list(parts(laid_out)) == []


def test_a_sore_day_leaves_out_what_it_blocks_and_keeps_the_rest_gentle() -> None:
    asked = programme(step("tilt"), step("bend"))
    laid_out = routine(asked, STRETCHES, mode=Mode.FLARE)
    assert [s.spec.id for s in laid_out.steps] == ["tilt"]
    assert laid_out.steps[0].mode is Mode.FLARE


def test_a_gentle_step_is_gentle_on_a_good_day_too() -> None:
    soft, usual = routine(
        programme(step("bend", gentle=True), step("bend")), STRETCHES
    ).steps
    assert (soft.mode, usual.mode) == (Mode.FLARE, Mode.NORMAL)


def test_without_the_floor_each_posture_is_taken_up_once() -> None:
    laid_out = routine(programme(), STRETCHES, floor=False)
    assert all(s.place is not Place.FLOOR for s in laid_out.steps)
    assert laid_out.get_ups == 0
    assert len(set(laid_out.postures)) == len(laid_out.postures)
    assert len(laid_out.cameras) == laid_out.camera_moves + 1
    # Both hugs and the tilt and the cat all became the hug on the chair: once a side.
    assert [(s.spec.id, s.side) for s in laid_out.steps] == [
        ("chair_hug", Side.LEFT),
        ("chair_hug", Side.RIGHT),
        ("turn", None),
    ]


def test_the_alternative_named_by_the_programme_comes_first() -> None:
    asked = programme(step("tilt", instead="reach"))
    (first,) = asked.steps
    assert off_the_floor(first, STRETCHES["tilt"], STRETCHES) is STRETCHES["reach"]
    # A floor stretch among the alternatives is passed over.
    (cat,) = programme(step("cat")).steps
    assert off_the_floor(cat, STRETCHES["cat"], STRETCHES) is STRETCHES["chair_hug"]


def test_an_alternative_that_the_day_blocks_is_passed_over() -> None:
    own = STRETCHES | {
        "tilt": STRETCHES["tilt"].model_copy(update={"instead": ["bend", "turn"]})
    }
    (asked,) = programme(step("tilt")).steps
    assert off_the_floor(asked, own["tilt"], own) is own["bend"]
    assert off_the_floor(asked, own["tilt"], own, Mode.FLARE) is own["turn"]


def test_what_has_nothing_off_the_floor_is_left_out_there() -> None:
    (asked,) = programme(step("dog")).steps
    assert off_the_floor(asked, STRETCHES["dog"], STRETCHES) is None
    laid_out = routine(programme(step("dog"), step("tilt")), STRETCHES, floor=False)
    assert {s.spec.id for s in laid_out.steps} == {"chair_hug"}


def test_what_eases_exchanges_a_step() -> None:
    asked = programme(step("tilt", swap={"arching_eases": "cat"}), step("hug"))
    assert [s.spec.id for s in routine(asked, STRETCHES).steps] == ["tilt", "hug"]
    swapped = routine(asked, STRETCHES, when={When.ARCHING_EASES})
    assert {s.spec.id for s in swapped.steps} == {"cat", "hug"}
    other = routine(asked, STRETCHES, when={When.PAIN_BELOW_KNEE})
    assert [s.spec.id for s in other.steps] == ["tilt", "hug"]


def moves(*steps: dict[str, object]) -> list[tuple[MoveKind, str] | str]:
    return [
        (part.kind, part.sentence) if isinstance(part, Move) else part.spec.id
        for part in parts(routine(programme(*steps), STRETCHES))
    ]


def test_moves_between_the_sets() -> None:
    assert moves(step("tilt"), step("hug"), step("hug", "right"), step("cat")) == [
        (MoveKind.CAMERA, "Put the camera 0.8 m high, 3 m away. From the side."),
        (
            MoveKind.GET_DOWN,
            "Lie down on your back, your left side next to the camera.",
        ),
        "tilt",
        "hug",
        (MoveKind.TURN, "Turn round: your right side next to the camera."),
        "hug",
        (
            MoveKind.TURN,
            "Come onto your hands and knees, your left side next to the camera.",
        ),
        "cat",
        (
            MoveKind.GET_UP,
            "Roll onto your side and push up with your hands. Take your time.",
        ),
    ]


def test_getting_up_comes_before_the_chair_is_fetched() -> None:
    told = [m if isinstance(m, str) else m[0] for m in moves(step("cat"), step("turn"))]
    assert told[2:] == ["cat", MoveKind.GET_UP, MoveKind.PROPS, MoveKind.TURN, "turn"]


def test_what_the_programme_needs_beside_the_stretch_is_asked_for() -> None:
    told = moves(step("cat", needs=["wall"]))
    assert (MoveKind.PROPS, "You need a wall.") in told
    assert routine(programme(step("cat", needs=["wall"])), STRETCHES).needs == ("wall",)


def test_a_thing_is_fetched_once() -> None:
    wall = step("tilt", needs=["wall"])
    told = moves(wall, step("hug"), step("hug", "right"), step("cat", needs=["wall"]))
    assert told.count((MoveKind.PROPS, "You need a wall.")) == 1


def test_tasks_carry_the_plan() -> None:
    (task,) = [
        p
        for p in parts(routine(programme(step("hug", reps=4, hold_s=9)), STRETCHES))
        if isinstance(p, Task)
    ]
    assert (task.side, task.reps, task.hold_s) == (Side.LEFT, 4, 9)


def test_what_the_programme_adds_is_told_after_the_stretchs_own_words() -> None:
    laid_out = routine(programme(step("tilt", note="Only a little.")), STRETCHES)
    (task,) = [p for p in parts(laid_out) if isinstance(p, Task)]
    assert task.told == (*STRETCHES["tilt"].instructions, "Only a little.")
