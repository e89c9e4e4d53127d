"""The questions before a session: all of them once and monthly, a few each time.

The short check is answered standing: the red flags on one screen, how it is today, how
much it hurts and where, and how the last morning after was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import Any

from formcheck.core.records.care import Flag, Injury, Spasm
from formcheck.core.records.when import day_of, to_the_minute
from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.questions import Option, Question
from formcheck.core.safety.signs import SIGNS, Tier, emergency, label_of
from formcheck.core.safety.standing import Standing, flag_id, looked_id
from formcheck.core.words.catalogue import marked, say, say_many

__all__ = [
    "BELOW_KNEE",
    "EASES_IDS",
    "FIRST_WORDS",
    "HISTORY",
    "HOW",
    "RED_FLAGS",
    "TODAY",
    "Known",
    "checked_id",
    "hours_words",
    "new_signs",
    "next_question",
    "not_yet",
    "unusual",
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

_GROUPS = {
    Tier.EMERGENCY: marked("Get help now"),
    Tier.URGENT: marked("Have it looked at first"),
}

RED_FLAGS = Question(
    "signs",
    marked("Any of these, new or not yet looked at?"),
    "many",
    tuple(Option(sign.id, sign.label, _GROUPS[sign.tier]) for sign in SIGNS),
)
"""One screen in two groups, the same in the full screening and on every day."""

HOW = Question(
    "how",
    marked("How is your back today?"),
    "one",
    (
        Option("good", marked("Good")),
        Option("sore", marked("Sore")),
        Option("spasm", marked("In spasm now")),
    ),
)
"""The first screen of a day, before anything is chosen. None of it replaces a question:
who says "good" is asked all the same.
"""

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

EASES_IDS = {"arching": "arching_eases", "bending": "bending_eases"}
"""The condition that goes with each answer to what eases the back."""

FLOOR = Question(
    "floor", marked("Can you get down to the floor, and up again?"), "yes_no"
)

TODAY = Question(
    "today",
    marked("Do any of these apply today?"),
    "many",
    (
        Option("injury", marked("Injured in the last two days")),
        Option("spasm", marked("In spasm right now")),
        Option("eased", marked("A familiar spasm, now eased")),
        Option("worse", marked("Worse than usual")),
        Option("overdone", marked("Overdone it: gym, lifting or unusual work")),
    ),
)

INJURED = Question(
    "injured_h",
    marked("When were you injured?"),
    "one",
    (
        Option("0", marked("Less than an hour ago")),
        Option("1", marked("1 to 2 hours ago")),
        Option("2", marked("2 to 4 hours ago")),
        Option("4", marked("4 to 8 hours ago")),
        Option("8", marked("8 to 16 hours ago")),
        Option("16", marked("16 to 24 hours ago")),
        Option("24", marked("24 to 36 hours ago")),
        Option("36", marked("36 to 48 hours ago")),
    ),
)
"""Values: the hours that have passed for certain. What is longer ago is no answer."""

WHICH_SPASM = Question(
    "which_spasm",
    marked("You ticked a spasm right now, and one that has eased. Which is it?"),
    "one",
    (
        Option("spasm", marked("In spasm right now")),
        Option("eased", marked("It has eased")),
    ),
)

WHICH_WORSE = Question(
    "which_worse",
    marked("You ticked worse than usual, and no pain at all. Which is it?"),
    "one",
    (
        Option("worse", marked("Worse than usual, pain or not")),
        Option("fine", marked("No pain, and not worse")),
    ),
)

USUAL = Question("usual_pain", marked("Is this your usual pain?"), "yes_no")

WHICH_USUAL = Question(
    "which_usual",
    marked("You ticked worse than usual, and that it is the usual pain. Which is it?"),
    "one",
    (
        Option("worse", marked("It is worse than usual")),
        Option("usual", marked("It is my usual pain")),
    ),
)

MUCH_PAIN = Question(
    "much_pain",
    marked("That is a lot of pain. What would you like?"),
    "one",
    (
        Option("relief", marked("What eases, without stretching")),
        Option("gentle", marked("The gentlest form of it")),
    ),
)

SEVERE_FROM = 9
"""Pain of 0..10 from which it is asked whether that is usual. Ours: "severe"."""

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
        Option("back", marked("My back")),
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


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person before they are asked.

    full: all questions are due. first: for the first time. checked: urgent signs that a
    clinician has checked, with the date. morning_due: the morning after the last
    session is not known yet. conditions: those that there are to ask about. has: which
    of them the person has. standing: what stands of what was said before.
    """

    full: bool = False
    first: bool = False
    checked: Mapping[str, str] = field(default_factory=dict)
    history_asked: bool = False
    morning_due: bool = False
    conditions: tuple[Condition, ...] = ()
    has: tuple[str, ...] = ()
    standing: Standing = Standing()


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
    spasm = answers.get(HOW.id) == "spasm"
    if known.first and not spasm:
        yield FIRST_WORDS
    for flag in known.standing.flags:
        yield _stands(flag)
        if answers.get(flag_id(flag.sign)) == "checked":
            yield _looked(flag, known.standing.now)
    unchecked = not_yet(answers, known)
    if any(map(emergency, unchecked)):
        return
    yield RED_FLAGS  # all of it again, also where one was ticked by mistake
    ticked = answers.get("signs", [])
    if any(map(emergency, ticked)):
        return
    yield from (_checked(sign, known) for sign in ticked if sign not in unchecked)
    if unchecked or new_signs(answers):
        return
    if spasm:
        return  # what helps now does not wait for more questions
    if known.full:
        yield from _about(answers, known)
    yield from _standing(known)
    if "injury_kept" in answers and answers["injury_kept"] != "mistake":
        if answers["injury_kept"] == "again":
            yield INJURED
        return
    if answers.get("spasm_kept") == "still":
        return
    yield from _this_day(answers, known)


def _standing(known: Known) -> Iterator[Question]:
    """An injury, and a spasm, that the person has told of before."""
    stands = known.standing
    if stands.injury is not None:
        yield _injury(stands.injury, stands.hours_left)
    if stands.spasm is not None:
        yield _spasm(stands.spasm)


def _this_day(answers: Mapping[str, Any], known: Known) -> Iterator[Question]:
    """How it is now. Answers that contradict each other are asked again."""
    yield TODAY
    today = answers.get("today", [])
    if "injury" in today:
        yield INJURED
        return
    if "spasm" in today and "eased" in today:
        yield WHICH_SPASM
    if "spasm" in today and answers.get("which_spasm") != "eased":
        return
    yield PAIN
    pain = answers.get("pain_before", 0)
    if "worse" in today and "pain_before" in answers and not pain:
        yield WHICH_WORSE
    if pain >= SEVERE_FROM:
        yield USUAL
        if answers.get("usual_pain") and "worse" in today:
            yield WHICH_USUAL
        if unusual(answers):
            return
        yield MUCH_PAIN
        if answers.get("much_pain") == "relief":
            return
    if pain:
        yield WHERE
    if known.morning_due:
        yield MORNING


def unusual(answers: Mapping[str, Any]) -> bool:
    """Whether it hurts as much as it seldom does, and not as usual."""
    severe = answers.get("pain_before", 0) >= SEVERE_FROM
    usual = answers.get("usual_pain", True) and answers.get("which_usual") != "worse"
    return severe and not usual


def not_yet(answers: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    """Flags that stand, as nobody has looked at them yet."""
    flags = known.standing.flags
    return tuple(f.sign for f in flags if answers.get(flag_id(f.sign)) == "not_yet")


def new_signs(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Urgent signs that are ticked, and new."""
    ticked = answers.get("signs", [])
    return tuple(s for s in ticked if answers.get(checked_id(s)) == "new")


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
        say("{sign}: new, or checked by a clinician?", sign=say(label_of(sign))),
        "one",
        (Option("new", say("New, or not yet checked")), Option("checked", label)),
    )


def _stands(flag: Flag) -> Question:
    return Question(
        flag_id(flag.sign),
        say(
            "On {date} you noted: {sign}. Has a clinician looked at it since?",
            date=flag.said_at[:10],
            sign=say(label_of(flag.sign)),
        ),
        "one",
        (
            Option("not_yet", say("Not yet")),
            Option("checked", say("Yes, a clinician looked at it")),
            Option("mistake", say("I ticked it by mistake")),
        ),
    )


def _looked(flag: Flag, now: str) -> Question:
    """On which day: those since it was noted, the latest first, a week of them."""
    today = day_of(now)
    since = (today - day_of(flag.said_at)).days
    days = [today - timedelta(days=back) for back in range(min(since, _WEEK) + 1)]
    options = [Option(day.isoformat(), day.isoformat()) for day in days]
    options[0] = Option(days[0].isoformat(), say("Today"))
    if since > _WEEK:
        options.append(Option("before", say("Before that")))
    text = say("On which day did the clinician look at it?")
    return Question(looked_id(flag.sign), text, "one", tuple(options))


_WEEK = 6


def _injury(injury: Injury, hours_left: float) -> Question:
    happened = to_the_minute(injury.happened_at)
    return Question(
        "injury_kept",
        say("You noted an injury: {when}. Is that right?", when=happened),
        "one",
        (
            Option("right", say("Yes")),
            Option("again", say("I was injured again since")),
            Option("mistake", say("I ticked it by mistake")),
        ),
        help=hours_words(hours_left),
    )


def hours_words(hours_left: float) -> str:
    """How much of the first two days is left, in whole hours, none too few."""
    left = max(1, ceil(hours_left - 1e-6))
    return say_many(
        "{n} hour of the first 48 is left.", "{n} hours of the first 48 are left.", left
    )


def _spasm(spasm: Spasm) -> Question:
    return Question(
        "spasm_kept",
        say(
            "You noted a spasm: {when}. Has it eased?",
            when=to_the_minute(spasm.said_at),
        ),
        "one",
        (
            Option("eased", say("Yes, it has eased")),
            Option("still", say("Not yet")),
            Option("mistake", say("I ticked it by mistake")),
        ),
    )
