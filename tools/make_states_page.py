"""Write docs/states.md, the judge's states: `python -m tools.make_states_page`.

The page is drawn from the table of moves in core/judge/states.py; a test holds them
equal.
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
    Move,
    NotYet,
    Returning,
    Seen,
)

PAGE = Path(__file__).resolve().parents[1] / "docs" / "states.md"

_HEAD = """\
<!-- By tools/make_states_page.py from core/judge/states.py: edit that. -->
# States of the judge

What is known of a person in a set is a few small states, each with only what it needs.
No move is made that is not drawn here: the judge looks each up in the table that this
page comes from.
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
        "clock and is told.",
        (NotYet, Seen, Missed, Lost),
    ),
)
"""Title, a sentence, and the states of each."""


def page() -> str:
    """Return the page as Markdown."""
    lines = [_HEAD]
    for title, about, kinds in MACHINES:
        lines += [f"## {title}", "", about, "", *_named(kinds), ""]
        lines += ["```mermaid", *diagram(MOVES, kinds), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _named(kinds: Iterable[type]) -> Iterator[str]:
    yield "| state | the person |"
    yield "|---|---|"
    for kind in kinds:
        about = (getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
        yield f"| `{kind.__name__}` | {about} |"


def diagram(moves: Iterable[Move], kinds: tuple[type, ...]) -> Iterator[str]:
    """Draw the moves between these states, as a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {kinds[0].__name__}"
    causes: dict[tuple[str, str], list[str]] = {}
    for before, what, after in moves:
        if before in kinds and after in kinds:
            names = before.__name__, after.__name__
            causes.setdefault(names, []).append(what.value)
    for (before_name, after_name), found in causes.items():
        yield f"    {before_name} --> {after_name}: {' / '.join(found)}"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
