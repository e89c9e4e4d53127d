"""What is said of everyday things, and first to who looks for a complaint by its name.

General guidance; keys of sources are those of poses/references/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from formcheck.core.words.catalogue import marked

__all__ = ["EVERYDAY", "Advice", "advice_on"]


@dataclass(frozen=True, slots=True)
class Advice:
    """One matter. words: what it is looked for by, in small letters. ours: the part
    that no source says.
    """

    id: str
    title: str
    words: tuple[str, ...]
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    ours: str = ""


EVERYDAY = (
    Advice(
        "sciatica",
        marked("Sciatica: pain down a leg from the back"),
        ("sciatica", "sciatic", "leg pain", "numb", "numbness", "tingling"),
        (
            marked(
                "What eases it is yours: do what draws the pain up out of the leg, and "
                "leave out what sends it further down the leg."
            ),
            marked("Keep moving gently; long rest in bed does not help."),
            marked(
                "Get help now with numbness between the legs, new sexual trouble, new "
                "trouble with bladder or bowel, pain, tingling, weakness or numbness "
                "in both legs, or a leg getting weak or clumsy."
            ),
            marked(
                "See a doctor before you stretch about new pain, tingling or numbness "
                "in a leg, and when it is no better after some weeks."
            ),
        ),
        ("nhsSciatica", "healthify", "dirpref"),
    ),
    Advice(
        "spasm",
        marked("A spasm"),
        ("spasm", "spasms", "cramp"),
        (
            marked("In the middle of one: stop, and let the muscles relax."),
            marked(
                "`formcheck live` leads through what eases it: tick “In spasm right "
                "now” before the start."
            ),
            marked(
                "One or two days of rest are enough; then gentle stretches, as they "
                "feel good."
            ),
        ),
        ("seed", "hwSpasm"),
    ),
    Advice(
        "conditions",
        marked("A condition you have"),
        (
            *("disc", "herniated", "stenosis", "spondylolisthesis", "osteoporosis"),
            *("pregnant", "pregnancy", "glaucoma", "hernia", "replacement"),
        ),
        (
            marked(
                "Some stretches are then left out, or done smaller: tick it in the "
                "questions before the first session, or when they ask what has changed."
            ),
            marked("If you are not sure which are right for you, ask a clinician."),
        ),
        ("thr", "osteo", "spondy", "dirpref"),
    ),
    Advice(
        "lifting",
        marked("Lifting"),
        ("lifting", "lift", "heavy", "carrying"),
        (
            marked(
                "Stand close, feet apart, one a little ahead; bend hips and knees, and "
                "keep the load close to you."
            ),
            marked("Lift smoothly, and turn with your feet, not with your back."),
            marked(
                "Too heavy, or a sore day: leave it, share the load, or use a trolley."
            ),
        ),
        ("hseLift",),
    ),
    Advice(
        "turning",
        marked("Turning and getting up"),
        ("turning", "turn", "twisting", "bed", "getting up"),
        (
            marked("Turn your whole body: move your feet first."),
            marked("Out of bed: roll onto your side, and push up with your hands."),
            marked("Bend little in the first hour after waking."),
        ),
        ("hseLift", "titus"),
        "the roll onto the side, as this program asks for it from the floor",
    ),
    Advice(
        "sitting",
        marked("Sitting"),
        ("sitting", "sit", "desk", "office", "posture", "driving"),
        (
            marked("Change your position often; stand up about every half hour."),
            marked("Sit back against the rest, feet on the floor."),
            marked("`formcheck programmes show desk_breaks` has what fits a break."),
        ),
        ("hwSpasm", "mayoOffice"),
        "half an hour",
    ),
    Advice(
        "overuse",
        marked("After the gym or hard work"),
        ("overuse", "overdone", "gym", "powerlifting", "exertion", "sport"),
        (
            marked(
                "A back that has done much more than it is used to is more easily in "
                "spasm: do less for a day or two, and build up again slowly."
            ),
            marked("Tick “Overdone it” before the start, and the day is gentle."),
        ),
        ("seed",),
        "that such a day is gentle",
    ),
)
"""All there are, in the order of the page."""

_WORD = re.compile(r"\w+")


def advice_on(text: str) -> Iterator[Advice]:
    """The matters that any word of a text is about."""
    asked = set(_WORD.findall(text.lower()))
    for one in EVERYDAY:
        if any(set(words.split()) <= asked for words in one.words):
            yield one
