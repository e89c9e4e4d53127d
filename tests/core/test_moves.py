"""Random sessions: no step follows another but as the table of transitions says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from formcheck.core.body.landmarks import Side
from formcheck.core.judge.events import HoldCompleted, RepCounted, StartConfirmed
from formcheck.core.programme.stages import Move, MoveKind, tasks_for
from formcheck.core.session.camera_watch import CameraStatus
from formcheck.core.session.commands import asked
from formcheck.core.session.moves import MOVES
from formcheck.core.session.states import Step
from formcheck.core.stretch.spec import Phase
from tests.core.stretches import REPS, stretch
from tests.core.test_flow import BAD, CAMERA, DOWN, EACH, GOOD, SPEC, UP, Run, stages

Pair = tuple[Step, Step]

PROPS = Move(MoveKind.PROPS, "Have a chair at hand.")
SIGN = stretch(REPS | {"pause_gesture": True})
PLANS = (
    stages(*tasks_for(SPEC)),
    stages(DOWN, *tasks_for(EACH), UP),
    stages(*tasks_for(SIGN), UP, *tasks_for(EACH), UP),
    stages(CAMERA, PROPS, *tasks_for(SPEC), CAMERA, PROPS, DOWN, *tasks_for(EACH)),
)
_WORDS = (
    "press", "pause", "resume", "skip", "stop", "next", "longer", "timed", "smaller",
    "back", "end",
)  # fmt: skip
_LIKELY = ("next", "next", "press", "skip", "resume", "timed")


def answered(run: Run, rng: Random) -> None:
    """Answer what is asked, mostly so that the session goes on."""
    found = asked(run.flow, run.port)
    if found is None:
        return
    question = found[0]
    value: Any
    match question.kind:
        case "yes_no":
            value = rng.random() < 0.5
        case "scale":
            value = rng.choice((0, 3, 3, rng.randrange(11)))
        case "text":
            value = ""
        case "one":
            value = rng.choice(question.options).value
        case _:
            some = [option.value for option in question.options]
            value = [rng.choice(some)] if some and rng.random() < 0.1 else []
    run.do(do="answer", id=question.id, value=value)


def seen(run: Run, rng: Random, *, calm: bool) -> dict[str, Any]:
    """What the camera may show for a while.

    calm: nothing is wrong with the picture, and a hand is raised for as long as the
    camera check asks for it, so that judged sets are reached.
    """
    asks_hand = calm and run.step is Step.CAMERA and not run.flow.hand.settled
    waits = run.step is Step.READY and rng.random() < 0.9
    found = (Phase.START, Phase.START, Phase.TARGET)
    phase = Phase.FINDING if waits else rng.choice(found)
    events: list[Any] = []
    if rng.random() < 0.3:
        events.append(StartConfirmed(run.time_s, ()))
    if run.step is Step.STRETCH:
        events.append(HoldCompleted(run.time_s))
        events.append(RepCounted(run.time_s, 0, 1, 1.0, 50.0, None, True, ()))
    return {
        "camera": CameraStatus.OK
        if calm or rng.random() < 0.9
        else CameraStatus.FROZEN,
        "framing": GOOD if calm or rng.random() < 0.8 else BAD,
        "arm": Side.RIGHT if asks_hand else rng.choice((None, None, Side.RIGHT)),
        "in_place": rng.random() < 0.7,
        "upright": rng.random() < 0.7,
        "seen": rng.random() < 0.8,
        "phase": phase,
        "events": tuple(events),
        "started": run.step is Step.PAUSED and rng.random() < 0.3,
        "quiet": rng.random() < 0.9,
    }


def sessions(seed: int) -> Iterator[Step]:
    """The steps of one random session, each as often as it was looked at."""
    rng = Random(seed)
    run = Run(*rng.choice(PLANS))
    yield run.step
    for _ in range(150):
        if run.step is Step.CHOOSE:
            if rng.random() < 0.4:
                run.do(do="day", how=rng.choice(("good", "sore", "spasm")))
            else:
                run.port.told = ("Left out today.",) if rng.random() < 0.2 else ()
                run.do(do="choose", stretch=SPEC.id)
        elif run.step is Step.SUMMARY:
            run.do(do="end")
        elif run.step in (Step.SCREENING, Step.REASON, Step.AFTER) and (
            rng.random() < 0.8
        ):
            answered(run, rng)
        elif rng.random() < 0.3:
            run.do(do=rng.choice(_LIKELY if rng.random() < 0.7 else _WORDS))
        else:
            calm = rng.random() < 0.8
            for _ in range(rng.choice((3, 10, 25, 60))):
                run.go(0.1, **seen(run, rng, calm=calm) | {"events": ()})
                yield run.step
            run.go(0.1, **seen(run, rng, calm=calm))
        yield run.step


@cache
def transitions() -> frozenset[Pair]:
    """Every change of step in many random sessions."""
    return frozenset(
        pair
        for seed in range(110)
        for pair in pairwise(sessions(seed))
        if pair[0] is not pair[1]
    )


def test_no_step_follows_another_but_as_the_table_says() -> None:
    table = {(step, to) for step, row in MOVES.items() for to in row}
    assert transitions() - table == set()


def test_and_every_row_of_it_occurs() -> None:
    table = {(step, to) for step, row in MOVES.items() for to in row if to is not step}
    assert table - transitions() == set()


def test_every_step_has_its_row_and_can_be_left() -> None:
    assert set(MOVES) == set(Step)
    assert all(MOVES.values())
