"""What a person reads of the stretches, and of their machine."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.app.terminal.doctor import Diagnosis
from formcheck.app.terminal.results import table
from formcheck.app.terminal.stretch import Section, planned, sections
from formcheck.core.body.view import Posture
from formcheck.core.programme.place import Place, place_of
from formcheck.core.programme.search import Findable, called, find, findable, nearest
from formcheck.core.programme.spec import Programme
from formcheck.core.safety.everyday import EVERYDAY, Advice, advice_on
from formcheck.core.stretch.involved import involved
from formcheck.core.stretch.involves import Involves
from formcheck.core.stretch.spec import Gate, StretchSpec
from formcheck.core.words.catalogue import marked, say, say_heads
from formcheck.core.words.names import view_name, words_of
from formcheck.edges.screen import Screen
from formcheck.errors import UnknownStretchError
from formcheck.stretches.loading import (
    find_stretch,
    list_stretches,
    stretch_files,
    stretches_by_id,
)
from formcheck.stretches.programmes import read_programmes
from formcheck.stretches.sources import list_sources

__all__ = ["Wanted", "show_everyday", "show_findings", "show_found", "show_list"]
__all__ += ["show_named"]

_MARKS = {True: marked("ok"), False: marked("no"), None: ""}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stretches somebody can do, or wants to. sore_day: fit for one, too."""

    posture: Posture | None = None
    chair: bool = False
    no_kneeling: bool = False
    sore_day: bool = False

    def is_met(self, spec: StretchSpec) -> bool:
        """Whether a stretch is one of them."""
        return (
            self.posture in (None, spec.posture)
            and (not self.chair or place_of(spec) is Place.CHAIR)
            and not (self.no_kneeling and Involves.KNEELING in involved(spec))
            and not (self.sore_day and spec.gates.flare is Gate.BLOCKED)
        )


ALL = Wanted()


def show_list(folder: Path, wanted: Wanted = ALL) -> None:
    """Show the stretches of a folder, one a line."""
    known = list_stretches(folder)
    specs = [spec for spec in known if wanted.is_met(spec)]
    if not specs:
        text = say("There are no stretches in {folder}.", folder=folder)
        if known:
            text = say("None of the stretches is all of that.")
        Screen().print(Text(text), soft_wrap=True)
        return
    Screen().print(_listed(specs))


def _listed(specs: Iterable[StretchSpec]) -> Table:
    rows = table(say_heads("id | name | posture | seen from | planned"))
    rows.columns[0].no_wrap = True  # it is there to be typed
    for spec in specs:
        view, posture = view_name(spec.camera.view), words_of(spec.posture)
        rows.add_row(spec.id, spec.name, posture, view, planned(spec))
    return rows


def show_found(words: str, folder: Path, wanted: Wanted = ALL) -> None:
    """Show the stretches and programmes that words are about, after advice on them.

    wanted: of the stretches only these, and then no programmes.

    Raises
    ------
    UnknownStretchError
        There is none of it; the text has the few that are called most like it.
    """
    shelf = _Shelf.of(folder)
    advised = _lead(words)
    found = {one.id for one in find(words, shelf.things)}
    called_so = [spec for name, spec in shelf.stretches.items() if name in found]
    specs = [spec for spec in called_so if wanted.is_met(spec)]
    programmes = [p for name, p in shelf.programmes.items() if name in found]
    if not found and not advised:
        raise _unknown(words, shelf)
    console = Screen()
    if specs:
        console.print(_listed(specs))
    elif called_so:
        console.print(Text(say("None of the stretches is all of that.")))
    if wanted != ALL:
        return
    _list_programmes(console, programmes)


def show_named(words: str, folder: Path) -> bool:
    """Show the one stretch of that id, or that words are about. Of several each is
    listed, and it returns False. Advice on them comes first, and may be all there is.

    Raises
    ------
    UnknownStretchError
        There is none; the text has the few that are called most like it.
    StretchFileError
        The stretch's file is broken.
    """
    known = {path.stem for path in stretch_files(folder)}
    if words in known or words.endswith(".toml") or not known:
        _show(find_stretch(words, folder), folder)
        return True
    shelf = _Shelf.of(folder)
    advised = _lead(words)
    found = find(words, shelf.things)
    for alike in (called(words, found), found):
        specs = [shelf.stretches[one.id] for one in alike if one.id in shelf.stretches]
        if len(specs) == 1:
            _show(specs[0], folder)
            return True
    if not found and advised:
        return True
    if not found:
        raise _unknown(words, shelf)
    console = Screen()
    if specs:
        console.print(_listed(specs))
    ids = {one.id for one in found}
    _list_programmes(console, (p for p in shelf.programmes.values() if p.id in ids))
    asked = " ".join(words.split())
    text = say("'{words}' is more than one: say which by its id", words=asked)
    print(f"formcheck: {text}", file=sys.stderr)
    return False


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Stretches and programmes of a folder, by id, and both to be looked for."""

    stretches: dict[str, StretchSpec]
    programmes: dict[str, Programme]

    @classmethod
    def of(cls, folder: Path) -> _Shelf:
        stretches = stretches_by_id(folder)
        ready = read_programmes(folder, stretches).ready
        return cls(stretches, {one.id: one for one in ready})

    @property
    def things(self) -> list[Findable]:
        stretches = [findable(one) for one in self.stretches.values()]
        return [*stretches, *(findable(one) for one in self.programmes.values())]


def _lead(words: str) -> bool:
    """What is said first to who looks for a complaint, or for an everyday thing;
    whether there is any.
    """
    advice = list(advice_on(words))
    for one in advice:
        _advice(one)
    return bool(advice)


def _advice(one: Advice) -> None:
    console = Screen()
    console.print(Text(say(one.title), style="bold"))
    for line in one.lines:
        console.print(Padding(Text(say(line)), (0, 0, 0, 2)))
    console.print()


def show_everyday() -> None:
    """Show all of it."""
    for one in EVERYDAY:
        _advice(one)


def _list_programmes(console: Screen, programmes: Iterable[Programme]) -> None:
    for one in programmes:
        line = say(
            "Programme: {name}, `formcheck programmes show {id}`",
            name=one.name,
            id=one.id,
        )
        console.print(Text(line), soft_wrap=True)


def _unknown(words: str, shelf: _Shelf) -> UnknownStretchError:
    """Nothing is called so; the few that are called most like it are named."""
    *most, last = [one.id for one in nearest(words, shelf.things)] or [""]
    near = f"{', '.join(most)} or {last}" if most else last
    hint = f"; did you mean {near}?" if near else ""
    return UnknownStretchError(f"nothing is called {words!r}{hint}")


def _show(spec: StretchSpec, folder: Path) -> None:
    """Show one stretch of a folder to somebody who is about to do it."""
    known = stretches_by_id(folder)
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
