"""Write docs/safety.md, the rules of safety: `python -m tools.make_safety_page`.

The page says what the code and poses/safety/ say; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.effects import Effect, Word, effect_on
from formcheck.core.safety.questions import Question
from formcheck.core.safety.relief import ease_for
from formcheck.core.safety.screening import (
    FIRST_WORDS,
    HISTORY,
    RED_FLAGS,
    TODAY,
)
from formcheck.core.safety.signs import SEVERE, SIGNS, Sign
from formcheck.core.safety.triage import RULES
from formcheck.core.stretch.numbers import GentleNumbers
from formcheck.core.stretch.spec import Concern, FaultSpec, StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.safety import FILE, load_conditions
from formcheck.stretches.sources import Source, list_sources

PAGE = Path(__file__).resolve().parents[1] / "docs" / "safety.md"

_HEAD = f"""\
<!-- By tools/make_safety_page.py from core/safety and poses/safety: edit those. -->
# Safety

> {FIRST_WORDS.text}

The red flags are asked on one screen before every session, in two groups; then how it
is today. All other questions come at the first run, every 30 days and after a stop for
pain. What is answered stays on this machine.

Screening is a record with dates. A red flag stands until the person says that a
clinician has looked at it, and on which day, or that it was ticked by mistake; then the
whole list is asked again, and both are kept. An injury counts its 48 hours from when it
happened; a spasm lasts until it is said to have eased, and that day stays gentle, as
does one that was worse, or sore, at any time. A day without stretching is kept with why
and with what was advised: `formcheck person show`, progress and reports tell of it.
Most people with back pain have one of the urgent signs, and almost none is ill: one
that a clinician has checked is kept with its date, and stops nobody. No clinician has
reviewed these pages.
"""


def page() -> str:
    """Return the page as Markdown."""
    sources = list_sources(poses_dir())
    conditions = load_conditions(poses_dir() / FILE)
    stretches = _shelf()[0].values()
    return "\n".join(_lines(conditions, sources, stretches)).rstrip() + "\n"


def _lines(
    conditions: Mapping[str, Condition],
    sources: Mapping[str, Source],
    stretches: Iterable[StretchSpec],
) -> Iterator[str]:
    yield _HEAD
    yield from _signs()
    yield from _asked("How it is today", TODAY)
    yield from _asked("History", HISTORY)
    yield "## On a blocked day\n"
    yield "After a fresh injury, or in a spasm, the voice leads through:\n"
    for step in ease_for("spasm"):
        minutes = f" ({step.seconds / 60:g} min)" if step.seconds else ""
        yield f"1. **{step.title}**{minutes}. {' '.join(step.lines)}"
    yield "\n## Conditions\n"
    yield "What a condition rules out gives way to something else, which is named and"
    yield "said; what is gentle is done in the smaller range of a sore day.\n"
    yield "| condition | ruled out | gentle | instead | ceiling | sources |"
    yield "|---|---|---|---|---|---|"
    yield from (_condition(one) for one in conditions.values())
    yield from _effects(conditions)
    yield "\n## Flags that depend on who it is\n"
    yield "What able people do without harm is a word on their form. On a sore day and"
    yield "with one of the conditions named it is what to ease off. A condition from a"
    yield "file of your own concerns each of these; other flags are the same for all.\n"
    yield "| stretch | flag | what others hear | sore, or with | what is heard then |"
    yield "|---|---|---|---|---|"
    for spec in stretches:
        yield from (_flag(spec, one) for one in spec.faults if one.unsafe_when)
    yield "\n## Rules\n"
    yield "| rule | what it says | our own part | sources |"
    yield "|---|---|---|---|"
    for rule in RULES.values():
        keys = ", ".join(rule.sources)
        yield f"| `{rule.id}` | {rule.says} | {rule.ours} | {keys} |"
    yield "\n## Sources\n"
    cited = {key for rule in RULES.values() for key in rule.sources}
    cited |= {key for one in conditions.values() for key in one.sources}
    cited |= {key for sign in (*SIGNS, SEVERE) for key in sign.sources}
    for key in sorted(cited, key=str.lower):
        found = sources[key]
        read = "" if found.read else " (from memory: not read for this)"
        url = f" - <{found.url}>" if found.url else ""
        yield f"- `{key}`: {found.text}{url}{read}"


@cache
def _shelf() -> tuple[dict[str, StretchSpec], GentleNumbers]:
    """All shipped stretches by id, and the numbers of a gentle day."""
    stretches = {spec.id: spec for spec in list_stretches(poses_dir())}
    return stretches, judging_of().stretch.gentle


def effects(condition: Condition) -> dict[str, Effect]:
    """What the condition makes of every shipped stretch, by its name."""
    stretches, numbers = _shelf()
    return {
        spec.name: effect_on(spec, condition, stretches, numbers)
        for spec in stretches.values()
    }


_EFFECTS = """\
Worked out for each stretch alone. Left out: with what stands in for it, and a star
where that is for something else, which is said. Smaller: in the range of a sore day, or
up to a ceiling. Timer: that range is too narrow to be judged, so time counts. Told: as
it is, with what to mind. Whatever is not named is allowed as it is. Tests see to it
that both sides are done, and that with any two conditions, on the floor and off it,
something is left of every programme.
"""

_COLUMNS = (Word.LEFT_OUT, Word.SMALLER, Word.TIMER, Word.TOLD, Word.LONGER)


def _effects(conditions: Mapping[str, Condition]) -> Iterator[str]:
    yield "\n## What each condition does to each stretch\n"
    yield _EFFECTS
    yield f"| condition | {' | '.join(_COLUMNS)} | allowed |"
    yield "|---" * (len(_COLUMNS) + 2) + "|"
    for one in conditions.values():
        found = effects(one)
        cells = [
            "; ".join(_effect(name, e) for name, e in found.items() if e.word is word)
            for word in _COLUMNS
        ]
        allowed = sum(e.word is Word.ALLOWED for e in found.values())
        yield f"| {one.label} | {' | '.join(cells)} | {allowed} |"


def _effect(name: str, effect: Effect) -> str:
    if effect.word is not Word.LEFT_OUT:
        return name
    if effect.instead is None:
        return f"{name} (nothing)"
    star = "*" if effect.other else ""
    return f"{name} ({effect.instead.name}{star})"


def _signs() -> Iterator[str]:
    yield "## Red flags\n"
    yield f"{RED_FLAGS.text}\n"
    yield "| sign | group | sources |"
    yield "|---|---|---|"
    groups = {option.value: option.group for option in RED_FLAGS.options}
    yield from (_sign(sign, groups[sign.id]) for sign in SIGNS)
    yield _sign(SEVERE, "Today, and no session")
    yield ""


def _sign(sign: Sign, group: str) -> str:
    return f"| {sign.label} | {group} | {', '.join(sign.sources)} |"


def _asked(title: str, question: Question) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{question.text}\n"
    yield from (f"- {option.label}" for option in question.options)
    yield ""


def _condition(one: Condition) -> str:
    ruled_out = _words([*one.rules_out, *one.not_these])
    gentle = _words([*one.gentle, *one.gentle_these])
    ceilings = "; ".join(
        f"{c.measure.replace('_', ' ')} {c.above if c.above is not None else c.below:g}"
        for c in one.ceilings
    )
    if one.hold_up_to_s:
        ceilings = f"holds up to {one.hold_up_to_s:g} s"
    cells = (
        f"{one.label} (`{one.id}`)",
        ruled_out,
        gentle,
        _words(one.prefer),
        ceilings,
        ", ".join(one.sources) + (f"; ours: {one.ours}" if one.ours else ""),
    )
    return f"| {' | '.join(cells)} |"


def _flag(spec: StretchSpec, fault: FaultSpec) -> str:
    when = _words(one for one in fault.unsafe_when if one != Concern.SORE)
    words = _words([fault.id])
    return f"| {spec.name} | {words} | {fault.form_cue} | {when} | {fault.cue} |"


def _words(names: Iterable[str]) -> str:
    return ", ".join(str(name).replace("_", " ") for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
