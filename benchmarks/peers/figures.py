"""The comparison as numbers (figures.json), and as lines of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).resolve().parent / "figures.json"

HEADS: Mapping[str, str] = {
    "clips": "clips",
    "exact": "exact",
    "off_by_one": "off by one at most",
    "error": "mean error",
    "over": "too many",
    "under": "too few",
    "hold_f1": "holds found (F1)",
    "hold_iou": "time held (IoU)",
    "counted": "counted",
    "held": "held a second",
}
"""Columns, and what they are called."""

_SHARES = {"exact", "off_by_one", "counted", "held"}


def columns(table: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the columns that a table has."""
    return [name for name in HEADS if any(name in row for row in table.values())]


def cell(column: str, value: Any) -> str:
    """Return one figure as a table shows it."""
    if value is None:
        return "-"
    if column in _SHARES:
        return f"{value:.0%}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def lines(table: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a table for a terminal."""
    names = columns(table)
    yield f"{'':18s}" + "".join(f"{HEADS[name]:>20s}" for name in names)
    for who, row in table.items():
        cells = (cell(name, row.get(name)) for name in names)
        yield f"{who:18s}" + "".join(f"{text:>20s}" for text in cells)


def write(found: Mapping[str, Any], path: Path = FIGURES) -> None:
    """Keep the figures, rounded to what a table shows."""
    text = json.dumps(found, indent=1, default=float)
    rounded = json.loads(text, parse_float=lambda value: round(float(value), 4))
    path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def read(path: Path = FIGURES) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what was kept; nothing where nothing was."""
    if not path.exists():
        return {}
    known: dict[str, dict[str, dict[str, Any]]]
    known = json.loads(path.read_text(encoding="utf-8"))
    return known
