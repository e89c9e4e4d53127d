"""`sessions`, `progress`, `backup` and `restore`: what is kept, and what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formcheck.cli.options import (
    Explain,
    Person,
    Poses,
    be_sure,
    day_given,
)
from formcheck.core.words.catalogue import say, say_many

__all__ = ["backup", "compare", "progress", "restore", "sessions"]

_LATEST = 30

sessions = typer.Typer(
    help="What is kept of past sessions.", no_args_is_help=True, add_completion=False
)

Number = Annotated[
    str, typer.Argument(metavar="SESSION", help="Its number, or 'last'.")
]
Score = Annotated[
    int | None,
    typer.Option(min=0, max=10, metavar="0-10", help="0: none; 10: the worst."),
]


@sessions.command("list")
def list_(
    person: Annotated[
        str | None, typer.Option(metavar="WHO", help="Only this person's.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="From that day on, 2026-11-23.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=f"Not only the latest {_LATEST}.")
    ] = False,
) -> None:
    """List the sessions that are kept, the latest first."""
    from formcheck.app.history.store import now_text, open_history, whose
    from formcheck.app.person.care import told_of
    from formcheck.app.terminal.history import show_sessions

    since = day_given("--since", since)
    care: tuple[str, ...] = ()
    with open_history() as store:
        if person is not None:
            person = whose(store, person)
            care = told_of(person or "", now_text(), since=since)
        rows = store.rows(person, since=since)
        kept = len(store.numbers())
    show_sessions(rows, None if every else _LATEST, kept=kept, care=care)


@sessions.command()
def show(session: Number, explain: Explain = False) -> None:
    """Show one session: what was done, held, flagged and not judged."""
    from formcheck.app.history.store import find_session, open_history
    from formcheck.app.terminal.history import show_session

    with open_history() as store:
        show_session(find_session(store, session), explain=explain)


@sessions.command()
def note(
    session: Number,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="In your own words.")
    ] = None,
    pain_before: Score = None,
    pain_after: Score = None,
    pain_next_morning: Score = None,
    site: Annotated[
        list[str] | None, typer.Option(metavar="WHERE", help="Where it hurts.")
    ] = None,
    pain_in: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STRETCH[,SIDE]=0-10",
            help="The pain in one exercise, as in bridge=3.",
        ),
    ] = None,
) -> None:
    """Write down a note, or the pain: before, after, next morning, in an exercise."""
    from formcheck.app.history.store import find_session, open_history, write_down

    with open_history() as store:
        kept = find_session(store, session)
        about = write_down(
            kept.session.about,
            note=text,
            pain_before=pain_before,
            pain_after=pain_after,
            pain_next_morning=pain_next_morning,
            site=site,
            exercises=tuple(pain_in or ()),
        )
        store.update_about(kept.number, about)
    print(say("Session {number}: written down.", number=kept.number))


@sessions.command()
def delete(
    session: Annotated[
        list[str] | None,
        typer.Argument(metavar="SESSION...", help="Their numbers, or 'last'."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everybody's, with all traces.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete sessions for good, with their traces and recordings."""
    from formcheck.app.history.forgetting import not_removed
    from formcheck.app.history.store import find_number, open_history

    if everything == bool(session):
        raise typer.BadParameter("give the sessions to delete, or --all")
    with open_history() as store:
        if everything:
            count = len(store.numbers())
            what = say_many(
                "the only session there is", "all {n} sessions of everybody", count
            )
            _sure(what, yes)
            store.delete_all()
        else:
            numbers = [find_number(store, word) for word in session or ()]
            count = len(set(numbers))
            listed = ", ".join(map(str, numbers))
            _sure(
                say_many(
                    "session {numbers}", "sessions {numbers}", count, numbers=listed
                ),
                yes,
            )
            store.delete(numbers)
    print(
        say_many(
            "{n} session deleted for good.", "{n} sessions deleted for good.", count
        )
    )
    for line in not_removed(people=everything):
        print(line)


@sessions.command()
def replay(
    session: Number,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where to; formcheck-session-N-replay.html by default."
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only write the page.")
    ] = False,
    poses: Poses = None,
) -> None:
    """Play a session again as a stick figure, from its landmark trace."""
    import webbrowser

    from formcheck.app.history.store import find_session, open_history
    from formcheck.app.report.replay import write_replay
    from formcheck.app.terminal.history import tell_other_numbers
    from formcheck.errors import HistoryError, OutputError
    from formcheck.stretches.judging import judging_of

    judging = judging_of(poses)
    with open_history() as store:
        kept = find_session(store, session)
        if not any(kept.traces):
            raise HistoryError(f"session {kept.number} has no landmark trace to play")
        path = out or Path(f"formcheck-session-{kept.number}-replay.html")
        when = kept.session.about.started_at[:10]
        title = say("Session {number}, {when}", number=kept.number, when=when)
        try:
            write_replay(path, kept.session, kept.traces, title, judging)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error
    tell_other_numbers(kept, judging)
    print(say("Session {number}: {path}", number=kept.number, path=path))
    if not no_browser:
        webbrowser.open(path.absolute().as_uri())


@sessions.command()
def rejudge(
    session: Number,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the new verdict in place of the old.")
    ] = False,
    poses: Poses = None,
) -> None:
    """Judge a session's landmark trace again, by today's stretch files."""
    from formcheck.app.history.rejudging import rejudge as judge_again
    from formcheck.app.history.store import find_session, open_history
    from formcheck.app.terminal.history import show_rejudged
    from formcheck.resources import poses_dir

    with open_history() as store:
        kept = find_session(store, session)
        result = judge_again(kept, poses or poses_dir())
        show_rejudged(kept.number, result)
        if save:
            store.keep(result.session, kept.traces)
            print(say("Kept in place of the old verdict."))


def progress(
    person: Person = None,
    stretch: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this stretch.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="From that day on, 2026-11-23.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a page.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as a PDF.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write its numbers as a table.")
    ] = None,
    poses: Poses = None,
) -> None:
    """Show progress: range, holds, ease-off moments, pain, sides, weeks."""
    from formcheck.app.history.progress import read_progress
    from formcheck.app.history.store import now_text, open_history, whose
    from formcheck.app.person.care import told_of
    from formcheck.app.terminal.history import show_progress
    from formcheck.stretches.judging import judging_of

    since = day_given("--since", since)
    if stretch is not None:
        from formcheck.resources import poses_dir
        from formcheck.stretches.loading import find_stretch

        stretch = find_stretch(stretch, poses or poses_dir()).id
    with open_history() as store:
        who = whose(store, person)
        progress = read_progress(
            store, who, stretch=stretch, since=since, judging=judging_of(poses)
        )
        care = told_of(progress.person, now_text(), since=since)
        kept = len(store.numbers())
    if html is None and pdf is None and csv is None:
        show_progress(progress, kept=kept, care=care)
        return
    from formcheck.app.report.pages import write_progress

    for path in write_progress(
        progress, care=care, kept=kept, html=html, pdf=pdf, csv=csv
    ):
        print(say("Written: {path}", path=path))


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A session's number.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The other's.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to be written.")],
    stretch: Annotated[
        str | None, typer.Option(metavar="ID", help="Which, where both have several.")
    ] = None,
    pictures: Annotated[
        list[Path] | None,
        typer.Option(
            "--pictures",
            metavar="VIDEO",
            help="Two videos, A's and B's: their pictures beside the stick figures.",
        ),
    ] = None,
    poses: Poses = None,
) -> None:
    """Write two sessions of one stretch beside each other as one page."""
    from formcheck.app.history.store import find_session, open_history
    from formcheck.app.report.compare import write_compared
    from formcheck.stretches.judging import judging_of

    if pictures and len(pictures) != 2:
        raise typer.BadParameter("--pictures is given twice: A's video and B's")
    with open_history() as store:
        pair = (find_session(store, first), find_session(store, second))
        write_compared(
            out,
            pair,
            stretch=stretch,
            videos=tuple(pictures or ()),
            judging=judging_of(poses),
        )
    print(say("Written: {path}", path=out))


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="To be written.")],
) -> None:
    """Write all that is kept - history, traces, profiles, recordings - to one file."""
    from formcheck.app.history.backup import backup as write

    written = write(target)
    what = _count(written.sessions)
    if written.recordings:
        what = say_many(
            "{sessions} with {n} recording of pictures ({size} MB)",
            "{sessions} with {n} recordings of pictures ({size} MB)",
            written.recordings,
            sessions=what,
            size=f"{written.pictures_bytes / 1e6:.1f}",
        )
    print(say("{what} written to {file}", what=what, file=target))


def restore(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Even if what is kept now is lost.")
    ] = False,
) -> None:
    """Take what `backup` wrote in the place of what is kept."""
    from formcheck.app.history.backup import restore as read

    what = _count(read(source, replace=replace))
    print(say("{what} restored from {file}", what=what, file=source))


def _count(sessions: int) -> str:
    return say_many("{n} session", "{n} sessions", sessions)


def _sure(what: str, yes: bool) -> None:
    if not yes:
        be_sure(say("Delete {what} for good?", what=what), what)
