"""`export`: a kept session for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.app.history.formats import Format
from formcheck.cli.history import Number
from formcheck.cli.options import Poses

__all__ = ["export"]


def export(
    session: Number,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help="summary; tables; report; OpenSim landmarks (trc) and angles (mot); "
            "landmarks as C3D and as DeepLabCut has them (dlc); Excel; FHIR R4 "
            "Observations.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to; formcheck-session-N by default."),
    ] = None,
    poses: Poses = None,
) -> None:
    """Write a kept session for a spreadsheet, a laboratory or a clinic."""
    from formcheck.app.history.exporting import export_session
    from formcheck.app.history.store import earlier_rows, find_session, open_history
    from formcheck.app.terminal.history import tell_other_numbers
    from formcheck.stretches.judging import judging_of

    judging = judging_of(poses)
    with open_history() as store:
        kept = find_session(store, session)
        folder = out or Path(f"formcheck-session-{kept.number}")
        earlier = earlier_rows(store, kept.session.about)
        files = export_session(kept, form, folder, earlier, judging=judging)
    if form is not Format.JSON:  # which looks at nothing again
        tell_other_numbers(kept, judging)
    for path in files:
        print(path)
