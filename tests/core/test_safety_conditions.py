"""Conditions as computed caps with substitutes, on the real files and on small ones."""

from __future__ import annotations

import re
from typing import Any

import pytest

from formcheck.core.judge.target import target_range_for
from formcheck.core.programme.routine import routine
from formcheck.core.programme.spec import Facing, Programme, Setup, StepSpec
from formcheck.core.safety.conditions import (
    Condition,
    Exchanger,
    capped,
    gate_of,
    lower_ceilings,
    smaller,
    the_conditions,
)
from formcheck.core.safety.effects import Word, effect_on
from formcheck.core.safety.relief import at_once, ease_for
from formcheck.core.stretch.spec import (
    Gate,
    Mode,
    Profile,
    StretchProfile,
    StretchSpec,
)
from tests.core.safety import CONDITIONS, by_id, has, hold, of
from tests.numbers import SHIPPED
from tests.shelf import SPECS

STRETCHES = by_id(*SPECS.values())

RULED_OUT = {
    "hip_replacement": ["childs_pose", "downward_dog", "seated_hamstring"],
    "osteoporosis": ["standing_forward_bend", "curl_up", "knee_to_chest_single"],
    "pregnancy": ["bridge", "cobra", "curl_up"],
    "recent_birth_or_surgery": ["curl_up", "cobra", "downward_dog"],
    "spinal_stenosis": ["cobra"],
    "disc": ["standing_forward_bend", "curl_up", "seated_forward_fold"],
    "spine_surgery": ["seated_twist_floor", "thread_the_needle", "curl_up"],
    "dizziness": ["standing_forward_bend", "downward_dog", "bird_dog"],
    "glaucoma": ["downward_dog", "childs_pose", "seated_forward_fold"],
    "blood_pressure": ["downward_dog", "standing_forward_bend"],
    "wrists": ["cat_cow", "cobra", "downward_dog", "bird_dog"],
    "knees": ["childs_pose", "cat_cow", "half_kneeling_hip_flexor"],
    "shoulders": ["thread_the_needle", "lat_stretch_kneeling", "childs_pose"],
    "neck": ["bridge", "curl_up", "thread_the_needle"],
    "hernia": ["curl_up", "standing_forward_bend"],
    "torn_hamstring": ["seated_hamstring", "standing_hamstring"],
    "low_blood_pressure": ["seated_forward_fold", "standing_forward_bend"],
    "ankle": ["childs_pose", "triangle"],
    "ribs": ["seated_side_bend", "cobra"],
    "sacro_iliac": ["pigeon_floor"],
    "age_65": [],
    "arching_eases": ["standing_forward_bend", "knee_to_chest_single", "curl_up"],
    "bending_eases": ["cobra"],
    "pain_below_knee": ["long_sit_forward_fold", "downward_dog"],
}
SMALLER = {
    "hip_replacement": ["half_kneeling_hip_flexor", "supine_hamstring_strap"],
    "osteoporosis": ["cat_cow", "seated_twist_floor", "standing_side_bend"],
    "pregnancy": ["seated_twist_floor"],
    "recent_birth_or_surgery": ["seated_twist_floor", "cat_cow"],
    "spinal_stenosis": ["cat_cow", "standing_side_bend"],
    "disc": ["cat_cow", "seated_twist_floor"],
    "spine_surgery": ["cat_cow"],
    "knees": ["seated_twist_floor"],
    "arching_eases": ["cat_cow"],
    "bending_eases": ["cat_cow"],
}
AS_THEY_ARE = {
    "hip_replacement": ["bridge"],
    "osteoporosis": ["bridge", "bird_dog"],
    "pregnancy": ["bird_dog", "standing_side_bend"],
    "arching_eases": ["cobra", "bridge"],
    "bending_eases": ["knee_to_chest_single", "childs_pose"],
    "pain_below_knee": ["knee_to_chest_single", "bridge"],
    "glaucoma": ["cat_cow"],
    "age_65": ["bridge", "cobra", "curl_up"],
}


@of("conditions_cap", "what_eases", "pain_below_knee")
@pytest.mark.parametrize(
    ("gate", "table"),
    [
        (Gate.BLOCKED, RULED_OUT),
        (Gate.GENTLE, SMALLER),
        (Gate.ALLOWED, AS_THEY_ARE),
    ],
)
def test_what_each_condition_does(gate: Gate, table: dict[str, list[str]]) -> None:
    assert set(RULED_OUT) == set(CONDITIONS)
    for name, stretches in table.items():
        for stretch in stretches:
            found = capped(STRETCHES[stretch], has(name))
            assert found.gate is gate, (name, stretch)
            assert (found.why is None) is (gate is Gate.ALLOWED)


def test_the_stricter_condition_decides_and_the_day_counts_too() -> None:
    cat = STRETCHES["cat_cow"]
    assert capped(cat, has("bending_eases", "wrists")).gate is Gate.BLOCKED
    assert capped(cat, has("wrists", "bending_eases")).gate is Gate.BLOCKED
    assert gate_of(STRETCHES["cobra"], Mode.FLARE) is Gate.BLOCKED
    assert gate_of(STRETCHES["bridge"], Mode.FLARE) is Gate.GENTLE
    assert gate_of(cat, Mode.NORMAL, has("spine_surgery")) is Gate.GENTLE
    assert gate_of(cat, Mode.ACUTE, has("spine_surgery")) is Gate.BLOCKED


NAMED = {
    "osteoporosis": r"osteopor",
    "hip_replacement": r"hip (replace|precaut)|replaced hip",
    "pregnancy": r"pregnan",
    "glaucoma": r"glaucoma|\beye|retina",
    "wrists": r"wrist|carpal",
    "knees": r"\bknee",
    "spinal_stenosis": r"stenosis|spondylol|facet",
    "dizziness": r"dizz|vertigo|balance",
    "disc": r"\bdiscs?\b",
    "recent_birth_or_surgery": r"surgery|hernia|birth|operat|diastasis",
    "shoulders": r"shoulder",
    "neck": r"\bneck",
    "hernia": r"hernia",
    "torn_hamstring": r"torn hamstring",
    "low_blood_pressure": r"low blood pressure",
    "ankle": r"ankle",
    "ribs": r"\brib",
    "sacro_iliac": r"sacro",
    "arching_eases": r"\bdiscs? pain that dislikes bending|worse with bending",
    "bending_eases": r"dislikes arching",
    "blood_pressure": r"high blood|blood pressure that is high",
    "pain_below_knee": r"sciatica|below the knee",
}


@of("conditions_cap")
@pytest.mark.parametrize("name", sorted(STRETCHES))
def test_what_a_file_warns_of_the_conditions_carry_out(name: str) -> None:
    """Whoever the stretch's own file names is exchanged, smaller or capped."""
    spec = STRETCHES[name]
    for text in spec.contraindications:
        for condition, word in NAMED.items():
            if re.search(word, text, re.IGNORECASE):
                done = capped(spec, has(condition)).gate is Gate.ALLOWED
                free = not lower_ceilings(Profile(), [spec], has(condition)).stretches
                minded = name in CONDITIONS[condition].told_these
                assert minded or not (done and free), (condition, text)


def test_nothing_is_done_in_the_first_two_days() -> None:
    assert all(gate_of(s, Mode.ACUTE) is Gate.BLOCKED for s in STRETCHES.values())


def test_every_preferred_stretch_is_allowed_by_its_own_condition() -> None:
    for one in CONDITIONS.values():
        for name in (n for n in one.prefer if n in STRETCHES):
            assert capped(STRETCHES[name], [one]).gate is not Gate.BLOCKED, (
                one.id,
                name,
            )


def exchanger(*ids: str, **more: Any) -> Exchanger:
    return Exchanger(STRETCHES, has(*ids), **more)


@of("conditions_cap")
def test_the_substitute_is_named_and_said() -> None:
    exchange = exchanger("osteoporosis")
    instead = exchange(STRETCHES["curl_up"])
    assert instead is STRETCHES["bridge"]
    again = exchange(STRETCHES["long_sit_forward_fold"])
    assert again is STRETCHES["seated_hamstring"]  # for the same
    assert exchange(STRETCHES["curl_up"]) is instead
    assert exchange(STRETCHES["cat_cow"]) is STRETCHES["cat_cow"]
    assert exchange.sentences[0] == (
        "Bridge instead of Curl-up. "
        "Your bones: no rounded or loaded bending, and small twists."
    )


@of("conditions_cap")
def test_what_nothing_can_replace_is_left_out_and_said() -> None:
    only = hold("only", involves=["twist"], instead=["other"])
    other = hold("other", involves=["twist"])
    exchange = Exchanger(by_id(only, other), has("spine_surgery"))
    assert exchange(only) is None
    assert exchange.sentences == (
        "Left out today: only. Your operated spine: no twists; other bends stay small.",
    )


@pytest.mark.parametrize(
    ("floor", "posture", "taken"),
    [(True, "supine", "down"), (False, "supine", "up"), (True, "seated", "up")],
)
def test_nobody_is_sent_down_for_a_substitute(
    floor: bool, posture: str, taken: str
) -> None:
    """Not who cannot get down, and not from a chair."""
    first = hold("first", posture=posture, involves=["twist"], instead=["down", "up"])
    known = by_id(first, hold("down"), hold("up", posture="seated"))
    exchange = Exchanger(known, has("spine_surgery"), floor=floor)
    instead = exchange(first)
    assert instead is not None and instead.id == taken


def test_a_substitute_fits_the_day_and_is_not_done_anyway() -> None:
    blocked = {"acute": "blocked", "flare": "blocked", "normal": "allowed"}
    first = hold("first", involves=["twist"], instead=["a", "b", "c"])
    known = by_id(first, hold("a", gates=blocked), hold("b"), hold("c"))
    sore = Exchanger(known, has("spine_surgery"), mode=Mode.FLARE, taken=["b"])
    instead = sore(first)
    assert instead is not None and instead.id == "c"


def test_what_a_plan_avoids_gives_way_too() -> None:
    exchange = exchanger(avoid={"cobra": "Your plan says to avoid it."})
    assert exchange(STRETCHES["bridge"]) is STRETCHES["bridge"]
    instead = exchange(STRETCHES["cobra"])
    assert instead is not STRETCHES["cobra"]
    assert "Your plan says to avoid it." in exchange.sentences[0]


def programme(*stretches: str) -> Programme:
    steps = [StepSpec(stretch=name, facing=Facing.LEFT, reps=3) for name in stretches]
    setup = Setup(
        camera_height_m=0.5, camera_distance_m=2.5, advice="From the side.", steps=steps
    )
    return Programme(
        schema=1,
        id="tried",
        name="Tried",
        about="For tests.",
        modes=list(Mode),
        minutes=5,
        turns=0,
        camera_moves=0,
        get_ups=1,
        not_for=["Nobody."],
        sources=["seed"],
        setups=[setup],
    )


@of("conditions_cap", "no_floor")
def test_a_programme_goes_on_with_what_is_left() -> None:
    tried = programme("cat_cow", "cobra", "curl_up", "bridge")

    def done(ids: tuple[str, ...], **more: Any) -> list[str]:
        exchange = exchanger(*ids, taken=[s.stretch for s in tried.steps], **more)
        laid_out = routine(tried, STRETCHES, exchange=exchange, **more)
        return [step.spec.id for step in laid_out.steps]

    as_written = [step.stretch for step in tried.steps]
    assert done(()) == as_written
    bones = done(("osteoporosis",))
    assert "curl_up" not in bones and "bird_dog" in bones
    assert {"cat_cow", "bridge"} <= set(bones)
    assert "cobra" not in done(("bending_eases",))
    wrists = done(("wrists",))
    assert not {"cat_cow", "cobra"} & set(wrists)
    assert "bridge" in wrists


def test_a_programme_keeps_its_doses_where_nothing_is_exchanged() -> None:
    laid_out = routine(programme("bridge"), STRETCHES, exchange=exchanger("wrists"))
    assert [step.reps for step in laid_out.steps] == [3]


@of("pain_below_knee", "conditions_cap")
def test_a_ceiling_is_where_to_ease_back() -> None:
    fold: StretchSpec = STRETCHES["seated_forward_fold"]
    profile = lower_ceilings(Profile(person="me"), [fold], has("pain_below_knee"))
    assert profile.stretches[fold.id].ceiling == 45
    assert profile.conditions == ["pain_below_knee"]
    target_range = target_range_for(fold, profile, SHIPPED, Mode.NORMAL, None)
    assert target_range.ceiling == 45
    assert target_range.enter[0] < 45  # so that it can be reached
    for stretch in ("bridge", "childs_pose", "downward_dog"):
        spec = STRETCHES[stretch]
        untouched = lower_ceilings(Profile(), [spec], has("pain_below_knee"))
        assert not untouched.stretches, stretch


@of("conditions_cap")
@pytest.mark.parametrize(("own", "cap"), [(None, 90.0), (100.0, 100.0), (70.0, 90.0)])
def test_a_ceiling_only_comes_nearer(own: float | None, cap: float) -> None:
    spec = hold("draw_in")  # draws the hip in, from 130 degrees down
    known = {} if own is None else {"draw_in": StretchProfile(ceiling_deg=own)}
    one = Condition.model_validate(
        {
            "id": "tried",
            "label": "Tried",
            "says": "No further than a right angle.",
            "sources": ["seed"],
            "ceilings": [{"measure": "hip_angle", "below": 90}],
        }
    )
    found = lower_ceilings(Profile(stretches=known), [spec], [one])
    assert found.stretches["draw_in"].ceiling == cap


@of("conditions_cap")
def test_what_is_done_smaller_is_said_with_its_reason() -> None:
    specs = [STRETCHES[n] for n in ("cat_cow", "bridge", "standing_side_bend")]
    assert smaller(specs, has("osteoporosis")) == (
        "In a smaller range: Cat and cow, Standing side bend. "
        "Your bones: no rounded or loaded bending, and small twists.",
    )
    (said,) = smaller([STRETCHES["seated_forward_fold"]], has("pain_below_knee"))
    assert "head in line" in said
    assert smaller(specs, has("pain_below_knee")) == ()


def test_conditions_are_found_by_id_in_the_order_of_the_file() -> None:
    found = the_conditions(CONDITIONS, ["knees", "wrists", "no such"])
    assert [one.id for one in found] == ["wrists", "knees"]


@of("conditions_cap", "flare_is_gentle")
@pytest.mark.parametrize("mode", [Mode.NORMAL, Mode.FLARE])
@pytest.mark.parametrize("floor", [True, False])
@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_nothing_that_is_ruled_out_is_ever_done(
    name: str, floor: bool, mode: Mode
) -> None:
    """Every stretch there is, with this condition and each other one."""
    everything = programme(*STRETCHES)
    for other in CONDITIONS:
        conditions = the_conditions(CONDITIONS, [name, other])
        exchange = Exchanger(STRETCHES, conditions, mode=mode, floor=floor)
        laid_out = routine(everything, STRETCHES, mode=mode, exchange=exchange)
        for step in laid_out.steps:
            assert gate_of(step.spec, mode, conditions) is not Gate.BLOCKED
            assert floor or step.place.value != "floor"
        done = {step.spec.id for step in laid_out.steps}
        for spec in STRETCHES.values():
            assert spec.id in done or exchange.made[spec.id].sentence


@pytest.mark.parametrize(
    ("condition", "stretch", "word"),
    [
        ("ankle", "downward_dog", Word.LEFT_OUT),  # it stands on it
        ("wrists", "pigeon_floor", Word.LEFT_OUT),  # on long arms, hands on the floor
        ("glaucoma", "bridge", Word.LEFT_OUT),  # the chest is above the head
        ("glaucoma", "cat_cow", Word.TOLD),  # the head hangs
        ("neck", "seated_forward_fold", Word.TOLD),
        ("neck", "standing_forward_bend", Word.TOLD),
        ("neck", "downward_dog", Word.TOLD),
        ("osteoporosis", "passive_backbend", Word.LEFT_OUT),
    ],
)
def test_what_a_condition_says_holds_of_what_a_stretch_tells(
    condition: str, stretch: str, word: Word
) -> None:
    numbers = SHIPPED.stretch.gentle
    effect = effect_on(STRETCHES[stretch], CONDITIONS[condition], STRETCHES, numbers)
    assert effect.word is word


@of("rest_position", "short_walk")
@pytest.mark.parametrize("floor", [True, False])
def test_a_position_of_ease_bends_no_replaced_hip_past_90(floor: bool) -> None:
    has = ["hip_replacement"]
    position, walk = (
        step
        for step in ease_for("spasm", has, floor=floor)
        if step.id in ("position", "walk")
    )
    text = " ".join(position.lines)
    assert "on your side" in text and "lie flat on your back" in text
    assert "leaning forward" not in text and "chair" not in text
    both = " ".join(at_once([*has, "pregnancy"], floor=floor))
    assert "on your side" in both and "on your back" not in both
    careful = ease_for("spasm", ["ankle", "dizziness"], floor=floor)
    (ankle,) = (step for step in careful if step.id == "walk")
    assert len(ankle.lines) == len(walk.lines) + 2
    assert any("ankle" in line for line in ankle.lines)
    assert any("hold on to" in line for line in ankle.lines)
