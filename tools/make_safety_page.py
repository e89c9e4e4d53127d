"""Write docs/safety.md, the rules of safety: `python -m tools.make_safety_page`.

The page says what the code and poses/safety/ say; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from formcheck.core.safety.conditions import Condition
from formcheck.core.safety.questions import Question
from formcheck.core.safety.relief import ease_for
from formcheck.core.safety.screening import (
    EMERGENCY,
    FIRST_WORDS,
    HISTORY,
    TODAY,
    URGENT,
)
from formcheck.core.safety.triage import RULES
from formcheck.core.stretch.spec import Concern, FaultSpec, StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.safety import FILE, load_conditions
from formcheck.stretches.sources import Source, list_sources

PAGE = Path(__file__).resolve().parents[1] / "docs" / "safety.md"

_HEAD = f"""\
<!-- By tools/make_safety_page.py from core/safety and poses/safety: edit those. -->
# Safety

> {FIRST_WORDS.text}

All questions are asked at the first run, every 30 days and after a stop for pain; a
short check, answered standing, before every session. What is answered stays on this
machine. Most people with back pain have one red flag and almost none is ill, so there
are three tiers: an emergency sign blocks and says whom to call; an urgent one that is
new means advice and no session, one that a clinician has checked is kept with its date;
history is asked once and leads to advice.
"""


def page() -> str:
    """Return the page as Markdown."""
    sources = list_sources(poses_dir())
    conditions = load_conditions(poses_dir() / FILE)
    stretches = list_stretches(poses_dir())
    return "\n".join(_lines(conditions, sources, stretches)).rstrip() + "\n"


def _lines(
    conditions: Mapping[str, Condition],
    sources: Mapping[str, Source],
    stretches: Iterable[StretchSpec],
) -> Iterator[str]:
    yield _HEAD
    for title, question in (
        ("The short check", TODAY),
        ("Emergency signs", EMERGENCY),
        ("Urgent signs", URGENT),
        ("History", HISTORY),
    ):
        yield from _asked(title, question)
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
    for key in sorted(cited, key=str.lower):
        found = sources[key]
        yield f"- `{key}`: {found.text}{f' - <{found.url}>' if found.url else ''}"


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
