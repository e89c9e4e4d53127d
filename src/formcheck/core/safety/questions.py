"""Questions with big buttons: one at a time, answered standing or from the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from formcheck.core.safety.relief import EaseStep
from formcheck.core.stretch.spec import Mode
from formcheck.core.words.catalogue import marked, say
from formcheck.core.words.reasons import StopReason

__all__ = ["AFTER", "PAIN_AFTER", "REASON", "Option", "Outcome", "Question", "valid"]

_YES_NO = ((True, marked("Yes")), (False, marked("No")))

Kind = Literal["yes_no", "one", "many", "scale", "text"]


@dataclass(frozen=True, slots=True)
class Option:
    """One button. group: what is written over those of one kind, in a row."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; a scale goes from 0 to 10. help: small print under it."""

    id: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    help: str = ""

    @property
    def message(self) -> dict[str, Any]:
        """As the page gets it."""
        options: list[dict[str, Any]]
        options = [
            {"value": o.value, "label": say(o.label)}
            | ({"group": say(o.group)} if o.group else {})
            for o in self.options
        ]
        if self.kind == "yes_no":
            options = [{"value": v, "label": say(w)} for v, w in _YES_NO]
        return {
            "id": self.id,
            "text": say(self.text),
            "help": say(self.help),
            "kind": self.kind,
            "options": options,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the screening came to.

    blocked: no stretching today; lines: what to do then; ease: what helps meanwhile.
    conditions: by id, those of the day among them. floor: the person gets down to it.
    rules: those of `RULES` that decided. done_s: stretched already today.
    days_a_week: as the person's plan has it.
    """

    mode: Mode = Mode.NORMAL
    blocked: bool = False
    urgent: bool = False
    title: str = ""
    lines: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    floor: bool = True
    ease: tuple[EaseStep, ...] = ()
    rules: tuple[str, ...] = ()
    done_s: float = 0.0
    days_a_week: int | None = None


REASON = Question(
    "reason",
    marked("What made you stop?"),
    "one",
    (
        Option(StopReason.PAIN, marked("It hurts")),
        Option(StopReason.LEG, marked("Pain or tingling down a leg")),
        Option(StopReason.SPASM, marked("A spasm or stabbing pain")),
        Option(StopReason.TIRED, marked("Tired")),
        Option(StopReason.OTHER, marked("Other")),
    ),
)

PAIN_AFTER = "pain_after"

AFTER = (
    Question(
        PAIN_AFTER,
        marked("How much does it hurt now?"),
        "scale",
        help=marked("0 is no pain."),
    ),
    Question(
        "felt",
        marked("How did it feel?"),
        "one",
        (
            Option("easier", marked("Easier than usual")),
            Option("same", marked("As usual")),
            Option("harder", marked("Harder than usual")),
        ),
    ),
    Question(
        "note",
        marked("Anything to note?"),
        "text",
        help=marked("Leave it empty if not."),
    ),
)


def valid(question: Question, value: object) -> bool:
    """Whether the value is a possible answer."""
    values = {option.value for option in question.options}
    match question.kind:
        case "yes_no":
            return isinstance(value, bool)
        case "one":
            return isinstance(value, str) and value in values
        case "many":
            return isinstance(value, list) and all(
                isinstance(one, str) and one in values for one in value
            )
        case "scale":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and 0 <= value <= 10  # type: ignore[operator]
        case "text":
            return isinstance(value, str) and len(value) <= 2000
