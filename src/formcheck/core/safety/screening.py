"""The questions before a session: all of them once and monthly, a few each time.

The short check is answered standing, in under a quarter minute: one list, how much it
hurts and where, and how the last morning after was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.questions import Option, Question
from formcheck.core.words.catalogue import marked, say

__all__ = [
    "BELOW_KNEE",
    "EMERGENCY",
    "FIRST_WORDS",
    "HISTORY",
    "TODAY",
    "URGENT",
    "Known",
    "checked_id",
    "next_question",
]

FIRST_WORDS = Question(
    "plain",
    marked("This is general stretching guidance. It does not diagnose or treat."),
    "one",
    (Option("go_on", marked("Go on")),),
    help=marked(
        "If you are not sure that stretching is right for you, ask a clinician first. "
        "Any key, or leaving the pose, stops it."
    ),
)
"""The plain sentence shown at the first run."""

EMERGENCY = Question(
    "emergency",
    marked("Do you have any of these?"),
    "many",
    (
        Option("legs", marked("Pain, tingling, weakness or numbness in both legs")),
        Option("strength", marked("A leg quickly getting weak or clumsy")),
        Option("saddle", marked("Numb between the legs, or new sexual trouble")),
        Option("bladder_bowel", marked("New trouble with bladder or bowel")),
        Option("chest", marked("Chest pain")),
        Option("tearing", marked("Sudden tearing pain in back or belly")),
        Option("fainting", marked("Fainting")),
        Option("accident", marked("This began with a serious accident")),
    ),
    help=marked("New, or not yet seen by a doctor."),
)

URGENT = Question(
    "urgent",
    marked("Or any of these?"),
    "many",
    (
        Option("fever", marked("Fever, or feeling ill with it")),
        Option("weight", marked("Losing weight without trying")),
        Option("lump", marked("A lump, or a changed shape of the back")),
        Option("night", marked("Worse at night, or not eased by rest")),
        Option("cough", marked("Worse on coughing, sneezing or straining")),
        Option("high", marked("Pain high up, between the shoulders")),
        Option("leg", marked("New pain, tingling or numbness in a leg")),
    ),
)

HISTORY = Question(
    "history",
    marked("Has any of these ever applied to you?"),
    "many",
    (
        Option("cancer", marked("Cancer")),
        Option("steroids", marked("Steroid tablets for a long time")),
        Option("immune", marked("A weak immune system")),
        Option("onset", marked("First back pain before 20 or after 55")),
    ),
    help=marked("Asked once."),
)

EASES = Question(
    "eases",
    marked("What eases your back?"),
    "one",
    (
        Option("arching", marked("Bending backwards")),
        Option("bending", marked("Bending forwards")),
        Option("neither", marked("Both, neither, or I do not know")),
    ),
)

FLOOR = Question(
    "floor", marked("Can you get down to the floor, and up again?"), "yes_no"
)

_LEG = Option("leg", marked("New symptoms in a leg"))
_STATES = (
    Option("injury", marked("Injured in the last two days")),
    Option("spasm", marked("In spasm right now")),
    Option("eased", marked("A familiar spasm, now eased")),
    Option("worse", marked("Worse than usual")),
)

TODAY = Question(
    "today",
    marked("Do any of these apply today?"),
    "many",
    (
        Option(
            "signs",
            marked(
                "New: both legs, numb between the legs, bladder or bowel, chest, "
                "fainting"
            ),
        ),
        _LEG,
        *_STATES,
    ),
)
"""The short check's list; the first leads to the emergency signs one by one."""

_TODAY_AFTER_ALL = Question("today", marked("And today?"), "many", _STATES)

PAIN = Question(
    "pain_before",
    marked("How much does it hurt now?"),
    "scale",
    help=marked("0: none."),
)

BELOW_KNEE = "below_knee"

WHERE = Question(
    "where",
    marked("Where?"),
    "many",
    (
        Option("back", marked("Back")),
        Option("buttock", marked("Buttock")),
        Option("above_knee", marked("Leg above the knee")),
        Option(BELOW_KNEE, marked("Leg below the knee")),
        Option("left", marked("On the left")),
        Option("right", marked("On the right")),
    ),
)

MORNING = Question(
    "morning",
    marked("How much did it hurt the morning after last time?"),
    "scale",
    help=marked("0: none."),
)

_SIGNS = {option.value: option.label for option in URGENT.options}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person before they are asked.

    full: all questions are due. first: for the first time. checked: urgent signs that a
    clinician has checked, with the date. morning_due: the morning after the last
    session is not known yet. conditions: those that there are to ask about. has: which
    of them the person has.
    """

    full: bool = False
    first: bool = False
    checked: Mapping[str, str] = field(default_factory=dict)
    history_asked: bool = False
    morning_due: bool = False
    conditions: tuple[Condition, ...] = ()
    has: tuple[str, ...] = ()


def next_question(
    answers: Mapping[str, Any], known: Known
) -> tuple[Question, int, int] | None:
    """The next question, its number and of how many; None when no more are needed."""
    asked = list(_questions(answers, known))
    for number, question in enumerate(asked, 1):
        if question.id not in answers:
            return question, number, len(asked)
    return None


def _questions(answers: Mapping[str, Any], known: Known) -> Iterator[Question]:
    """Yield the questions that the answers lead to, until one settles the day."""
    if known.full:
        if known.first:
            yield FIRST_WORDS
        yield EMERGENCY
        if answers.get("emergency"):
            return
        yield URGENT
        yield from (_checked(sign, known) for sign in answers.get("urgent", []))
        if _new(answers, answers.get("urgent", [])):
            return
        yield from _about(answers, known)
        yield _TODAY_AFTER_ALL
    else:
        yield TODAY
    today = answers.get("today", [])
    if "signs" in today:
        yield EMERGENCY
        if answers.get("emergency"):
            return
    if "leg" in today:
        yield _checked("leg", known)
        if _new(answers, ["leg"]):
            return
    if "injury" in today or "spasm" in today:
        return
    yield PAIN
    if answers.get("pain_before", 0):
        yield WHERE
    if known.morning_due:
        yield MORNING


def _about(answers: Mapping[str, Any], known: Known) -> Iterator[Question]:
    """History once; conditions at first, and when something has changed."""
    if not known.history_asked:
        yield HISTORY
    if not known.first:
        yield _changed(known)
    if known.first or answers.get("changed"):
        yield _conditions(known)
        yield EASES
        yield FLOOR


def _conditions(known: Known) -> Question:
    """Which conditions the person has; again, with what was noted last."""
    options = [Option(one.id, one.label) for one in known.conditions if one.asked]
    tick = say("Tick all that apply.")
    noted = "" if known.first else f"{tick} {_noted(known)}"
    text = say("Do any of these apply?")
    return Question("conditions", text, "many", tuple(options), help=noted)


def _changed(known: Known) -> Question:
    text = say("Has your health changed since you were last asked?")
    return Question("changed", text, "yes_no", help=_noted(known))


def _noted(known: Known) -> str:
    labels = [one.label for one in known.conditions if one.id in known.has]
    if not labels:
        return say("Noted: no condition that changes a stretch.")
    return say("Noted: {conditions}.", conditions="; ".join(labels))


def checked_id(sign: str) -> str:
    """The id of the question whether that urgent sign is new."""
    return f"checked_{sign}"


def _checked(sign: str, known: Known) -> Question:
    """Most people with back pain have such a sign, and almost none is ill."""
    date = known.checked.get(sign)
    label = say("A clinician checked it")
    if date:
        label = say("Checked, and the same as on {date}", date=date)
    return Question(
        checked_id(sign),
        say("{sign}: new, or checked by a clinician?", sign=say(_SIGNS[sign])),
        "one",
        (Option("new", say("New, or not yet checked")), Option("checked", label)),
    )


def _new(answers: Mapping[str, Any], signs: list[str]) -> bool:
    return any(answers.get(checked_id(sign)) == "new" for sign in signs)
