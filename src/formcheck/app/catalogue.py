"""What a person reads of the stretches, and of their machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.doctor import Finding
from formcheck.app.shown import flag_word, table
from formcheck.core.spec import StretchSpec
from formcheck.stretches.loading import list_stretches
from formcheck.stretches.sources import Source, source_line

__all__ = ["show_findings", "show_list", "show_stretch"]

_MARKS = {True: "ok", False: "no", None: ""}


def show_list(folder: Path) -> None:
    """Show the stretches of a folder, one a line."""
    rows = table("id", "name", "posture", "seen from", "planned")
    rows.columns[0].no_wrap = True  # it is there to be typed
    for spec in list_stretches(folder):
        view = f"the {spec.camera.view.value}"
        rows.add_row(spec.id, spec.name, spec.posture.value, view, _planned(spec))
    Console().print(rows)


def show_stretch(spec: StretchSpec, sources: Mapping[str, Source]) -> None:
    """Show one stretch, as somebody needs it who is about to do it.

    sources: what the keys of sources stand for.
    """
    console = Console()
    console.print(Text(spec.name, style="bold"), Text(f"({spec.id})", style="dim"))
    if spec.also_called:
        console.print(Text(f"Also called: {', '.join(spec.also_called)}"))
    console.print(Text(f"Planned: {_planned(spec)}"))
    camera = spec.camera
    distance = f"{camera.distance_m[0]:g} to {camera.distance_m[1]:g} m away"
    height = f"{camera.height_m[0]:g} to {camera.height_m[1]:g} m high"
    seen = f"Seen from the {camera.view.value}, {distance}, {height}. {camera.advice}"
    faults = table("", "")
    for fault in spec.faults:
        faults.add_row(flag_word(fault.severity.value), fault.cue)
    faults.add_row("form", spec.tempo.cue)
    for heading, lines in (
        ("How", spec.instructions),
        ("Camera", [seen]),
        ("What is looked at", faults),
        ("What one camera cannot see here", spec.not_observable),
        ("Leave it out with", spec.contraindications),
        ("Sources", [source_line(key, sources) for key in spec.sources]),
    ):
        console.print()
        console.print(Text(heading, style="bold"))
        if isinstance(lines, Table):
            lines.show_header = False
            console.print(Padding(lines, (0, 0, 0, 2)))
            continue
        for number, line in enumerate(lines, 1):
            mark = f"{number}." if heading == "How" else "-"
            console.print(Padding(Text(f"{mark} {line}"), (0, 0, 0, 2)))


def show_findings(findings: Iterable[Finding]) -> bool:
    """Show each finding as it comes; return whether nothing is wrong."""
    console = Console()
    well = True
    for finding in findings:
        well = well and finding.ok is not False
        mark = _MARKS[finding.ok]
        style = "bold yellow" if finding.ok is False else ""
        line = f"{mark:<3}{finding.what:<20} {finding.found}"
        console.print(Text(line, style=style), soft_wrap=True)
    return well


def _planned(spec: StretchSpec) -> str:
    each = " a side" if spec.reps.per_side else ""
    return f"{spec.reps.count}{each} x {spec.hold.seconds:g} s"
