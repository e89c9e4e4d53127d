"""Write docs/everyday.md from what is said: `python -m tools.make_everyday_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from formcheck.core.safety.everyday import EVERYDAY
from formcheck.resources import poses_dir
from formcheck.stretches.sources import list_sources, source_line

PAGE = Path(__file__).resolve().parents[1] / "docs" / "everyday.md"

_HEAD = """\
<!-- By tools/make_everyday_page.py from core/safety/everyday.py: edit that. -->
# Every day

What `formcheck everyday` shows, and `formcheck list WORDS` first where the words are
about it. General guidance: no diagnosis, and no clinician has reviewed it. Sources with
“not read” were named from memory.
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    sources = list_sources(poses_dir())
    for one in EVERYDAY:
        yield f"## {one.title}\n"
        yield from (f"* {line}" for line in one.lines)
        named = "; ".join(
            source_line(key, sources) + ("" if sources[key].read else " (not read)")
            for key in one.sources
        )
        ours = f" Ours: {one.ours}." if one.ours else ""
        yield f"\nSources: {named}.{ours}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
