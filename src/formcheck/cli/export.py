"""`export`: kept sessions for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from formcheck.app.history.formats import Format
from formcheck.cli.options import Person, Poses, Separator, day_given

__all__ = ["export"]


def export(
    select: Annotated[
        str,
        typer.Argument(
            metavar="SELECT", help="A session's number, 3-9, 'last' or 'all'."
        ),
    ],
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="summary; tables; all sessions in one table a kind (tidy); report; "
            "OpenSim landmarks (trc) and angles (mot); landmarks as C3D and as "
            "DeepLabCut has them (dlc); Excel; FHIR R4 Observations.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where to; formcheck-session-N or formcheck-sessions by default.",
        ),
    ] = None,
    person: Person = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only from that day on, 2026-11-23."),
    ] = None,
    separator: Separator = ",",
    anonymous: Annotated[
        bool,
        typer.Option(
            "--anonymous",
            help="Without name, notes, paths and exact dates: the first day becomes "
            "2000-01-01, and days between stay.",
        ),
    ] = False,
    poses: Poses = None,
) -> None:
    """Write kept sessions for a spreadsheet, a laboratory or a clinic.

    Without --person, a number or a range of them is of whoever did it, and 'last' and
    'all' are of who had the last session.
    """
    from formcheck.app.history.anonymising import Hidden
    from formcheck.app.history.exporting import How, export_session, export_tidy
    from formcheck.app.history.selecting import read_selected, selected
    from formcheck.app.history.store import earlier_rows, open_history
    from formcheck.app.terminal.history import tell_other_numbers
    from formcheck.cli.options import csv_style
    from formcheck.edges.notices import tell_once
    from formcheck.errors import HistoryError
    from formcheck.stretches.judging import judging_of

    style, since = csv_style(separator), day_given("--since", since)
    judging = judging_of(poses)
    with open_history() as store:
        numbers, told = selected(store, select, person, since)
        if told:
            print(f"formcheck: {told}", file=sys.stderr)
        one = len(numbers) == 1 and select != "all" and "-" not in select
        sessions = read_selected(store, numbers, tell_once, alone=one)
        hidden = Hidden(kept.session.about for kept in sessions) if anonymous else None
        how = How(style, hidden)
        files: list[Path] = []
        if form is Format.TIDY:
            folder = out or Path("formcheck-sessions")
            files = export_tidy(sessions, folder, how)
        elif one:
            (kept,) = sessions
            folder = out or Path(f"formcheck-session-{kept.number}")
            earlier = earlier_rows(store, kept.session.about)
            files = export_session(
                kept, form, folder, earlier, judging=judging, how=how
            )
        else:
            whole = out or Path("formcheck-sessions")
            for kept in sessions:
                earlier = earlier_rows(store, kept.session.about)
                folder = whole / f"session-{kept.number}"
                try:
                    files += export_session(
                        kept, form, folder, earlier, judging=judging, how=how
                    )
                except HistoryError as error:  # the others have something
                    tell_once(str(error))
            if not files:
                raise HistoryError(f"none of these sessions has anything for {form}")
    if form not in (Format.JSON, Format.TIDY):  # which look at nothing again
        for kept in sessions:
            tell_other_numbers(kept, judging)
    for path in files:
        print(path)
