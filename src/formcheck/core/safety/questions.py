"""Questions with big buttons: one at a time, answered standing or from the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from formcheck.core.judge.result import SetResult
from formcheck.core.programme.stages import Stage
from formcheck.core.safety.relief import EaseStep
from formcheck.core.stretch.spec import Mode, Profile, StretchSpec
from formcheck.core.words.reasons import StopReason

__all__ = ["AFTER", "REASON", "Book", "Option", "Outcome", "Question", "valid"]

_YES_NO = ((True, "Yes"), (False, "No"))

Kind = Literal["yes_no", "one", "many", "scale", "text"]


@dataclass(frozen=True, slots=True)
class Option:
    """One button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. scale: 0..10. help: small print under it."""

    id: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    help: str = ""

    @property
    def message(self) -> dict[str, Any]:
        """As the page gets it."""
        options: list[dict[str, Any]]
        options = [{"value": o.value, "label": o.label} for o in self.options]
        if self.kind == "yes_no":
            options = [{"value": v, "label": w} for v, w in _YES_NO]
        return {
            "id": self.id,
            "text": self.text,
            "help": self.help,
            "kind": self.kind,
            "options": options,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the screening came to.

    blocked: no stretching today; lines: what to do then; ease: what helps meanwhile.
    conditions: by id, those of the day among them. floor: the person gets down to it.
    rules: those of `safety.RULES` that decided. done_s: stretched already today.
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


class Book(Protocol):
    """What the flow looks up: the screening's rules and the programmes."""

    def question(self, answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
        """The next question, its number and of how many; None when all are answered."""

    def outcome(self, answers: Mapping[str, Any]) -> Outcome:
        """What the answers come to."""

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Stage, ...]:
        """What will be done: `("programme" | "stretch", id)` on such a day."""

    def notes(self, choice: tuple[str, str], outcome: Outcome) -> tuple[str, ...]:
        """What is exchanged or left out on such a day, and why, in sentences."""

    def profile(self, outcome: Outcome) -> Profile:
        """The person as the judge takes them on such a day."""

    def screened(self, answers: Mapping[str, Any]) -> None:
        """All has been answered: keep what is to be kept."""

    def stopped(self) -> None:
        """The person stopped for pain: all is asked before the next session."""

    def learned(self, spec: StretchSpec, result: SetResult, *, hurt: bool) -> None:
        """A set is over: keep the person's range. hurt: it was left for pain."""


REASON = Question(
    "reason",
    "Why do you stop?",
    "one",
    (
        Option(StopReason.PAIN, "It hurts"),
        Option(StopReason.LEG, "Pain or tingling down a leg"),
        Option(StopReason.SPASM, "A spasm or stabbing pain"),
        Option(StopReason.TIRED, "Tired"),
        Option(StopReason.OTHER, "Other"),
    ),
)

AFTER = (
    Question("pain_after", "How much does it hurt now?", "scale", help="0 is no pain."),
    Question(
        "felt",
        "How did it feel?",
        "one",
        (
            Option("easier", "Easier than usual"),
            Option("same", "As usual"),
            Option("harder", "Harder than usual"),
        ),
    ),
    Question("note", "Anything to note?", "text", help="Leave it empty if not."),
)


def valid(question: Question, value: object) -> bool:
    """Whether that can be an answer."""
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
