"""What a session looks up and hands on: the port between the flow and the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from formcheck.core.judge.result import SetResult
from formcheck.core.programme.stages import Stage, Task
from formcheck.core.safety.questions import Outcome, Question
from formcheck.core.stretch.spec import Profile, StretchSpec
from formcheck.core.words.reasons import StopReason

__all__ = ["SessionPort"]


class SessionPort(Protocol):
    """What the flow looks up: the screening's rules and the programmes."""

    def question(self, answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
        """The next question, its number and of how many; None when all are answered."""

    def outcome(self, answers: Mapping[str, Any]) -> Outcome:
        """What the answers come to."""

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Stage, ...]:
        """What will be done: `("programme" | "stretch", id)` on such a day."""

    def notes(self, choice: tuple[str, str], outcome: Outcome) -> tuple[str, ...]:
        """What is exchanged or left out on such a day, and why, in sentences."""

    def profile(self, outcome: Outcome, task: Task | None = None) -> Profile:
        """The person as the judge takes them on such a day; task: for that set."""

    def screened(self, answers: Mapping[str, Any]) -> None:
        """All has been answered: keep what is to be kept."""

    def stopped(self, why: StopReason) -> None:
        """The person stopped for pain: all is asked before the next session."""

    def learned(self, spec: StretchSpec, result: SetResult, *, hurt: bool) -> None:
        """A set is over: keep the person's range. hurt: it was left for pain."""
