"""Write docs/judging.md, the numbers that everybody is judged by:
`python -m tools.make_judging_page`.

The page says what poses/judging/judging.toml says; a test holds them equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from formcheck.resources import poses_dir
from formcheck.stretches.judging import FILE, Number, judging_of, list_numbers

PAGE = Path(__file__).resolve().parents[1] / "docs" / "judging.md"

_HEAD = """\
<!-- By tools/make_judging_page.py from poses/judging/judging.toml: edit that. -->
# Numbers that judge

These {count} numbers decide a verdict on a person and are the same in every stretch;
what belongs to one stretch alone stands in its file. A copy of
[`poses/judging/judging.toml`](../poses/judging/judging.toml) in `judging/` of a folder
of your own is read in its place (`--poses`). Its digest is kept with every session, and
where it changes, progress shows a break; `formcheck sessions rejudge` judges a kept
session again.

Bounds are those within which a number makes sense; a value beyond them is refused. A
number is **sourced**, of a **rom_table** (of ranges of motion), an **estimate** (ours)
or **tuned** (on what is named, or by hand on the sample clips).

The digest of these values is `{digest}`.
"""

ROOMS = {
    "body": "Whether a body can be believed, and how it is read",
    "measure": "How measures are filtered, and how far they may be off",
    "stretch": "Doses, sore days, own ranges",
    "judge": "Reps, holds, flags and results",
}
"""The rooms of core, from the ground up."""


def page() -> str:
    """Return the page as Markdown."""
    numbers = list_numbers(poses_dir() / FILE)
    return "\n".join(_lines(numbers)).rstrip() + "\n"


def _lines(numbers: dict[str, Number]) -> Iterator[str]:
    yield _HEAD.format(count=len(numbers), digest=judging_of().digest)
    named = [(*name.split("."), number) for name, number in numbers.items()]
    for room, inside in groupby(named, key=lambda row: row[0]):
        yield f"## {ROOMS[str(room)]}\n"
        for section, rows in groupby(inside, key=lambda row: row[1]):
            yield f"### `{room}.{section}`\n"
            yield "| number | value | bounds | unit | what it means | from |"
            yield "|---|---|---|---|---|---|"
            yield from (_row(str(row[2]), row[3]) for row in rows)  # type: ignore[arg-type]
            yield ""


def _row(name: str, one: Number) -> str:
    origin = str(one.evidence) + (f": {one.source}" if one.source else "")
    cells = (
        f"`{name}`",
        f"{one.value:g}",
        f"{one.low:g} to {one.high:g}",
        one.unit,
        one.means,
        origin,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
