"""What a person reads of the stretches, and of their machine."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from formcheck.app.terminal.doctor import Diagnosis
from formcheck.app.terminal.results import table
from formcheck.app.terminal.stretch import Section, planned, sections
from formcheck.core.words.catalogue import marked, say, say_heads
from formcheck.core.words.names import view_name, words_of
from formcheck.edges.screen import Screen
from formcheck.stretches.loading import find_stretch, list_stretches
from formcheck.stretches.programmes import read_programmes
from formcheck.stretches.sources import list_sources

__all__ = ["show_findings", "show_list", "show_stretch"]

_MARKS = {True: marked("ok"), False: marked("no"), None: ""}


def show_list(folder: Path) -> None:
    """Show the stretches of a folder, one a line."""
    rows = table(say_heads("id | name | posture | seen from | planned"))
    rows.columns[0].no_wrap = True  # it is there to be typed
    for spec in list_stretches(folder):
        view, posture = view_name(spec.camera.view), words_of(spec.posture)
        rows.add_row(spec.id, spec.name, posture, view, planned(spec))
    if not rows.row_count:
        text = Text(say("There are no stretches in {folder}.", folder=folder))
        Screen().print(text, soft_wrap=True)
        return
    Screen().print(rows)


def show_stretch(name: str, folder: Path) -> None:
    """Show one stretch of a folder to somebody who is about to do it."""
    spec = find_stretch(name, folder)
    known = {other.id: other for other in list_stretches(folder)}
    names = {other.id: other.name for other in known.values()}
    programmes = {p.id: p.name for p in read_programmes(folder, known).ready}
    console = Screen()
    console.print(Text(spec.name, style="bold"), Text(f"({spec.id})", style="dim"))
    if spec.also_called:
        console.print(
            Text(say("Also called: {names}", names=", ".join(spec.also_called)))
        )
    for section in sections(spec, list_sources(folder), names, programmes):
        console.print()
        console.print(Text(section.title, style="bold"))
        console.print(Padding(_body(section), (0, 0, 0, 2)))


def _body(section: Section) -> RenderableType:
    if section.head:
        rows = table(section.head)
        for row in section.rows:
            rows.add_row(*row)
        return rows
    marks = (f"{n}." if section.numbered else "-" for n in count(1))
    lines = zip(marks, section.lines, strict=False)
    return Group(*(Text(f"{mark} {line}") for mark, line in lines))


def show_findings(findings: Iterable[Diagnosis]) -> bool:
    """Show each finding as it comes; return whether nothing is wrong."""
    console = Screen()
    well = True
    for finding in findings:
        well = well and finding.ok is not False
        mark = say(_MARKS[finding.ok])
        style = "bold yellow" if finding.ok is False else ""
        line = f"{mark:<3}{finding.what:<20} {finding.found}"
        console.print(Text(line, style=style), soft_wrap=True)
    return well
