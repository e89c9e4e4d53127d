"""Write docs/states.md, the states of judge and session:
`python -m tools.make_states_page`.

The page is drawn from the tables in core/judge/states.py and core/session/moves.py; a
test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import getdoc
from pathlib import Path

from formcheck.core.judge.states import (
    MOVES,
    AtStart,
    Between,
    Finding,
    Going,
    Holding,
    InPhase,
    Lost,
    Missed,
    NotYet,
    Returning,
    Seen,
    Transition,
)
from formcheck.core.session.moves import MOVES as STEPS
from formcheck.core.session.states import Step

PAGE = Path(__file__).resolve().parents[1] / "docs" / "states.md"

_HEAD = """\
<!-- By tools/make_states_page.py from core/judge/states.py and core/session/moves.py:
edit those. -->
# States

## The judge

What is known of a person in a set is a few small states, each with only what it needs.
Tests play motions at random and find no move that is not drawn here, and each that is.
"""

_SESSION = """\
## A live session

Which step follows which, and when. Tests play sessions at random and find no step that
is not drawn here, and each that is.
"""

MACHINES: tuple[tuple[str, str, tuple[type, ...]], ...] = (
    (
        "A repetition of one target",
        "Reps and holds; and guided stretches, which are held from the start on, with "
        "no way there.",
        (Finding, AtStart, Going, Holding, Returning),
    ),
    (
        "An alternating pair",
        "The two targets are held in turn, as cat and cow are, and a counter beside "
        "the state joins them to a repetition.",
        (Finding, Between, InPhase),
    ),
    (
        "Whether the person can be judged",
        "Beside either of them. Short failures are bridged; a longer one stops the "
        "clock and is announced.",
        (NotYet, Seen, Missed, Lost),
    ),
)
"""Title, a sentence, and the states of each."""


def page() -> str:
    """Return the page as Markdown."""
    lines = [_HEAD]
    for title, about, kinds in MACHINES:
        lines += [f"### {title}", "", about, "", *_named(kinds), ""]
        lines += ["```mermaid", *diagram(MOVES, kinds), "```", ""]
    lines += [_SESSION, "```mermaid", *steps(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _named(kinds: Iterable[type]) -> Iterator[str]:
    yield "| state | the person |"
    yield "|---|---|"
    for kind in kinds:
        about = (getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
        yield f"| `{kind.__name__}` | {about} |"


def diagram(moves: Iterable[Transition], kinds: tuple[type, ...]) -> Iterator[str]:
    """Draw the moves between these states, as a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {kinds[0].__name__}"
    yield from _arrows(
        (before.__name__, what.value, after.__name__)
        for before, what, after in moves
        if before in kinds and after in kinds
    )


def steps() -> Iterator[str]:
    """Draw which step of a session follows which, as a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {Step.CHOOSE}"
    yield from _arrows(
        (before, what, after)
        for before, found in STEPS.items()
        for after, what in found.items()
    )


def _arrows(moves: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """One arrow from a state to another, with all that leads there."""
    causes: dict[tuple[str, str], list[str]] = {}
    for before, what, after in moves:
        causes.setdefault((before, after), []).append(what)
    for (before, after), found in causes.items():
        yield f"    {before} --> {after}: {' / '.join(found)}"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
