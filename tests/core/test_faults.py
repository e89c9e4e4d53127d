"""When a flag goes up, and when it does not."""

from __future__ import annotations

import pytest

from formcheck.core.judge.events import FlagRaised
from formcheck.core.stretch.spec import Severity
from tests.builders import SUPINE, Motion, uneven_times
from tests.core.stretches import (
    HOLD,
    REPS,
    cleared,
    flags,
    of_kind,
    one_rep,
    reps,
    stretch,
    summary,
    watch,
)
from tests.numbers import SHIPPED

QUIET = {"tempo__too_fast": 500}
"""No scolding for haste where something else is looked for."""

FRAME_S = 1 / 30


def with_angles(seconds: float, **angles: float) -> Motion:
    """In the hold something is at once otherwise, for so long, and then as before."""
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2)
    usual = {name: getattr(motion.figure, name) for name in angles}
    motion.hold(seconds, **angles).hold(3, **usual)
    return motion.move(2, hip=130).hold(2)


@pytest.mark.parametrize("times_s", [None, uneven_times(20)], ids=["even", "uneven"])
@pytest.mark.parametrize(
    ("flag", "angles", "for_s"),
    [
        ("knee_straight", {"knee": 165}, 0.5),
        ("head_lifts", {"neck": 45}, 0.5),
    ],
)
def test_a_fault_is_told_once_it_has_lasted(
    flag: str, angles: dict[str, float], for_s: float, times_s: list[float] | None
) -> None:
    motion = with_angles(2, **angles)
    times = None if times_s is None else [t for t in times_s if t < motion.now_s]
    events = watch(motion.seen(times_s=times), stretch(**QUIET))
    assert flags(events) == [flag]
    (raised,) = of_kind(events, FlagRaised)
    assert raised.severity is Severity.FORM
    # A step of the body is known once it is not taken for a mistake of the model.
    assert 6 + for_s <= raised.time_s <= 6 + 0.35 + for_s + 0.2
    end = cleared(events)[flag]
    assert end.start_s == raised.start_s
    assert end.raised_s == raised.time_s
    assert end.end_s == pytest.approx(8, abs=0.15)
    (rep,) = reps(events)
    assert (rep.good, rep.flags) == (False, (flag,))


@pytest.mark.parametrize("seconds", [0.04, 0.1, 0.3])
def test_a_moment_is_no_fault(seconds: float) -> None:
    events = watch(with_angles(seconds, knee=165).seen(), stretch(**QUIET))
    assert flags(events) == []


def slowly_to(hip: float, fps: float = 30) -> list[FlagRaised]:
    """Glide past the target to that hip angle, and stay."""
    motion = Motion(SUPINE).hold(2).move(2, hip=50).hold(2).move(2, hip=hip).hold(3)
    seen = motion.move(2, hip=60).move(2, hip=130).hold(2).seen(fps)
    return of_kind(watch(seen, stretch(**QUIET)), FlagRaised)


ERROR = SHIPPED.measure.errors["hip_angle"]
LIMIT = float(HOLD["faults"][2]["below"])


@pytest.mark.parametrize("beyond", [-5.0, 0.0, ERROR - 0.5])
def test_within_the_measures_own_error_nothing_is_unsafe(beyond: float) -> None:
    assert slowly_to(LIMIT - beyond) == []


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
@pytest.mark.parametrize("beyond", [ERROR + 1, 15.0])
def test_beyond_it_a_flag_goes_up(beyond: float, fps: float) -> None:
    (raised,) = slowly_to(LIMIT - beyond, fps)
    assert (raised.id, raised.severity) == ("too_deep", Severity.UNSAFE)
    assert raised.time_s - raised.start_s == pytest.approx(0.4, abs=1.1 / fps)
    assert raised.cue == "Ease off."


@pytest.mark.parametrize("for_s", [0.2, 0.4, 1.0])
@pytest.mark.parametrize("fps", [15, 30, 60])
def test_unsafe_comes_within_half_a_second_of_its_time(
    for_s: float, fps: float
) -> None:
    faults = [dict(f) for f in HOLD["faults"]]
    faults[2]["for_s"] = for_s
    motion = Motion(SUPINE).hold(2).move(2, hip=50).hold(2)
    # 43 degrees at once would be a jump: down to the limit, then past it in a blink.
    motion.move(1, hip=33).move(0.2, hip=12).hold(3).move(3, hip=130).hold(2)
    (raised,) = of_kind(
        watch(motion.seen(fps), stretch(**QUIET, faults=faults)), FlagRaised
    )
    past_s = 7.0
    assert past_s + for_s <= raised.time_s <= past_s + for_s + 0.5
    assert raised.start_s == pytest.approx(past_s, abs=0.35)


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_a_few_frames_raise_nothing(frames: int) -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=50).hold(2)
    motion.hold(frames * FRAME_S, hip=12).hold(3, hip=50).move(2, hip=130).hold(2)
    assert flags(watch(motion.seen(), stretch(**QUIET))) == []


def test_the_worst_of_it_is_kept_with_its_unit() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=50).hold(1).move(2, hip=15).hold(1)
    motion.move(1, hip=8).hold(1).move(1, hip=18).hold(1).move(2, hip=50)
    seen = motion.move(2, hip=130).hold(2).seen()
    (flag,) = summary(seen, stretch(REPS, **QUIET))["flags"]
    assert (flag["id"], flag["severity"], flag["unit"]) == ("too_deep", "unsafe", "deg")
    assert flag["worst"] == pytest.approx(8, abs=0.2)
    assert flag["cue"] == "Ease off."
    assert flag["rep"] == 1


def test_the_same_cause_within_a_second_is_one_flag() -> None:
    for pause_s, count in ((0.5, 1), (2.0, 2)):
        motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2)
        motion.hold(1.5, knee=165).hold(pause_s, knee=75).hold(1.5, knee=165)
        motion.hold(2, knee=75).move(2, hip=130).hold(2)
        found = flags(watch(motion.seen(), stretch(**QUIET)))
        assert found == ["knee_straight"] * count


@pytest.mark.parametrize(
    ("during", "raised"),
    [(["start"], 0), (["target"], 1), (["going", "target", "returning"], 1)],
)
def test_only_where_the_file_says(during: list[str], raised: int) -> None:
    faults = [dict(f) for f in HOLD["faults"]]
    faults[0]["during"] = during
    motion = with_angles(1.5, knee=165)
    assert len(flags(watch(motion.seen(), stretch(**QUIET, faults=faults)))) == raised


def test_a_flag_that_stands_at_the_end_is_told() -> None:
    motion = Motion(SUPINE).hold(2).move(2, hip=55).hold(2).hold(3, knee=165)
    events = watch(motion.seen())
    assert cleared(events)["knee_straight"].end_s == pytest.approx(9, abs=0.1)
    entry = summary(motion.seen())
    assert [f["id"] for f in entry["flags"]] == ["knee_straight"]


def test_flags_belong_to_the_rep_they_are_in() -> None:
    motion = one_rep(Motion(SUPINE).hold(2))
    motion.move(2, hip=55).hold(2).hold(1.5, knee=165).hold(2, knee=75)
    motion = one_rep(motion.move(2, hip=130).hold(2))
    entry = summary(motion.seen(), stretch(REPS, **QUIET))
    assert [r["flags"] for r in entry["reps"]] == [[], ["knee_straight"], []]
    assert [r["good"] for r in entry["reps"]] == [True, False, True]
    assert [(f["rep"], f["hold"]) for f in entry["flags"]] == [(2, 2)]


@pytest.mark.parametrize("off_deg", [28, 33])
def test_where_the_view_is_somewhat_off_reps_count_and_no_fault_is_judged(
    off_deg: float,
) -> None:
    motion = Motion(SUPINE).hold(2, off_deg=off_deg).move(2, hip=55).hold(2)
    motion.hold(2, knee=165).move(2, hip=15).hold(2).move(0.4, hip=130).hold(2)
    entry = summary(motion.hold(1).seen())
    assert entry["flags"] == []
    (rep,) = entry["reps"]
    assert rep["good"] is None
    assert ("faults", "view") in {(n["measure"], n["why"]) for n in entry["not_judged"]}


def test_where_the_view_is_quite_off_nothing_is_judged() -> None:
    motion = one_rep(Motion(SUPINE).hold(2, off_deg=45))
    entry = summary(motion.seen(), end_s=motion.now_s)
    assert (entry["status"], entry["why"]) == ("not_judged", "view")
    assert not any(entry[k] for k in ("reps", "holds", "flags", "partial_reps"))


def test_turning_away_in_mid_set_is_unseen_from_there() -> None:
    motion = one_rep(Motion(SUPINE).hold(2))
    motion.move(1, off_deg=60).hold(1)
    entry = summary(one_rep(motion).seen(), end_s=motion.now_s)
    assert len(entry["reps"]) == 1
    assert [u["why"] for u in entry["unseen"]] == ["view"]
