"""What a live session can do: stretches, programmes, screening, moving figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from formcheck.core.agenda import Stage, lay_out, tasks_for
from formcheck.core.programme import Programme
from formcheck.core.questions import Outcome, Question
from formcheck.core.routine import parts, routine
from formcheck.core.screening import next_question, outcome_of
from formcheck.core.spec import Gate, Mode, StretchSpec
from formcheck.errors import UnknownStretchError
from formcheck.resources import figures_dir

__all__ = ["LiveBook"]

Message = dict[str, Any]

TASTER_S = 180.0
TASTER = ("cat_cow", "knee_to_chest_single", "childs_pose", "standing_side_bend")
"""Three minutes for the first time: gentle, and each shows another thing."""


class LiveBook:
    """Looks things up for the flow and the page.

    Parameters
    ----------
    stretches, programmes
        What there is.
    last
        Id of the programme that was done last.
    """

    def __init__(
        self,
        stretches: Sequence[StretchSpec],
        programmes: Sequence[Programme],
        last: str | None = None,
    ) -> None:
        self.stretches = {spec.id: spec for spec in stretches}
        self.programmes = {one.id: one for one in programmes}
        self.last = last if last in self.programmes else None

    def question(self, answers: Mapping[str, Any]) -> tuple[Question, int, int] | None:
        """The next question, its number and of how many."""
        return next_question(answers)

    def outcome(self, answers: Mapping[str, Any]) -> Outcome:
        """What the answers come to."""
        return outcome_of(answers)

    def check(self, choice: tuple[str, str]) -> None:
        """Raise UnknownStretchError where there is no such thing."""
        kind, name = choice
        known: Mapping[str, object] = self.stretches
        if kind == "programme":
            known = {**self.programmes, "taster": None}
        if name not in known:
            raise UnknownStretchError(f"no {kind} is called '{name}'")

    def stages(self, choice: tuple[str, str], outcome: Outcome) -> tuple[Stage, ...]:
        """What will be done on such a day; nothing where the day rules it all out."""
        kind, name = choice
        if kind == "stretch":
            spec = self.stretches[name]
            if _gate(spec, outcome.mode) is Gate.BLOCKED:
                return ()
            return lay_out(tasks_for(spec, mode=outcome.mode))
        if name == "taster":
            specs = [self.stretches[n] for n in TASTER if n in self.stretches]
            fit = [s for s in specs if _gate(s, outcome.mode) is not Gate.BLOCKED]
            tasks = [t for s in fit for t in tasks_for(s, reps=1, mode=outcome.mode)]
            return lay_out(tasks[:5])
        laid_out = routine(self.programmes[name], self.stretches, mode=outcome.mode)
        return lay_out(parts(laid_out)) if laid_out.steps else ()

    def catalogue(self) -> Message:
        """Programmes and stretches to choose from."""
        return {
            "programmes": [self._programme(p) for p in self.programmes.values()]
            + [self._taster()],
            "stretches": [self._stretch(spec) for spec in self.stretches.values()],
        }

    def figure(self, stretch: str) -> Message | None:
        """The moving figure of a stretch, if there is one."""
        path = self._figure_path(stretch)
        if path is None:
            return None
        found: Message = json.loads(path.read_text(encoding="utf-8"))
        return found

    def _figure_path(self, stretch: str) -> Path | None:
        if stretch not in self.stretches:  # also keeps odd names from the file system
            return None
        path = figures_dir() / f"{stretch}.json"
        return path if path.is_file() else None

    def _programme(self, programme: Programme) -> Message:
        laid_out = routine(programme, self.stretches)
        return {
            "id": programme.id,
            "name": programme.name,
            "about": programme.about,
            "minutes": programme.minutes,
            "needs": list(laid_out.needs),
            "postures": [posture.value for _, posture in laid_out.postures],
            "not_for": list(programme.not_for),
            "gate": Gate.ALLOWED.value,
            "stretches": list(dict.fromkeys(s.spec.id for s in laid_out.steps)),
            "last": programme.id == self.last,
            "taster": False,
        }

    def _taster(self) -> Message:
        known = [self.stretches[name] for name in TASTER if name in self.stretches]
        return {
            "id": "taster",
            "name": "A first taste",
            "about": "Three gentle minutes, to see how it works.",
            "minutes": round(TASTER_S / 60),
            "needs": list(dict.fromkeys(n for spec in known for n in spec.needs)),
            "postures": list(dict.fromkeys(spec.posture.value for spec in known)),
            "not_for": [],
            "gate": Gate.ALLOWED.value,
            "stretches": [spec.id for spec in known],
            "last": False,
            "taster": True,
        }

    def _stretch(self, spec: StretchSpec) -> Message:
        seconds = sum(t.reps * (t.hold_s + 4.0) + 12.0 for t in tasks_for(spec))
        return {
            "id": spec.id,
            "name": spec.name,
            "posture": spec.posture.value,
            "view": spec.camera.view.value,
            "needs": list(spec.needs),
            "minutes": max(1, round(seconds / 60)),
            "trust": spec.trust.value,
            "gate": spec.gates.normal.value,
            "figure": self._figure_path(spec.id) is not None,
        }


def _gate(spec: StretchSpec, mode: Mode) -> Gate:
    gate: Gate = getattr(spec.gates, mode.value)
    return gate
