"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Annotated

import typer

from formcheck.cli import (
    analyse,
    catalogue,
    export,
    history,
    live,
    person,
    plan,
    programmes,
)
from formcheck.cli.options import BAD_INPUT
from formcheck.core.words.catalogue import use
from formcheck.core.words.expected import expected_words
from formcheck.edges.crash import crash_line, threads_told
from formcheck.edges.names import NOT_UTF8, in_utf8, plain, printable
from formcheck.edges.notices import forget_told
from formcheck.edges.terminal import plain_streams
from formcheck.errors import FormcheckError
from formcheck.interpreter import end, tune
from formcheck.resources import translations
from formcheck.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    name="formcheck",
    help="Watches you stretch: how far, how long, how many, and when to ease off.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(live.live)
app.command()(analyse.analyse)
app.command("list")(catalogue.list_)
app.command()(catalogue.show)
app.command()(catalogue.everyday)
app.add_typer(programmes.programmes, name="programmes")
app.add_typer(plan.plan, name="plan")
app.add_typer(person.person, name="person")
app.command()(catalogue.check)
app.command()(catalogue.doctor)
app.command()(analyse.demo)
app.add_typer(history.sessions, name="sessions")
app.command()(export.export)
app.command()(history.progress)
app.command()(history.compare)
app.command()(history.backup)
app.command()(history.restore)

_INTERRUPTED = 130

_OURS = 70
"""A fault of ours; as sysexits.h has it."""

_OF_THE_SYSTEM = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)
    + (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP)
    + (errno.EMFILE, errno.ENFILE, errno.ENOENT, errno.ENOTDIR, errno.ESTALE)
)
"""Errors that people can do something about; the system's own words say what."""


def _version(wanted: bool) -> None:
    if wanted:
        print(f"formcheck {__version__}")
        raise typer.Exit


@app.callback()
def _formcheck(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which."),
    ] = False,
) -> None:
    """Take what all commands share."""


def main() -> None:
    """Run the command line: one plain line on standard error for what goes wrong."""
    tune()
    forget_told()
    status = _OURS
    with plain_streams():
        try:
            use(translations())
            threads_told()
            status = _safely(sys.argv[1:])
        finally:
            end(status)
    sys.exit(status)


def _safely(words: list[str]) -> int:
    """Return the exit status, whatever happens: nobody is shown a traceback."""
    try:
        status = _run(words)
        if sys.stdout is not None:
            sys.stdout.flush()  # later, nobody could be told that it fails
        return status
    except BrokenPipeError:
        # The reader of the output has gone, as in `formcheck list | head -1`.
        _give_up_output()
        return 1
    except OSError as error:
        if error.errno not in _OF_THE_SYSTEM:
            return _last_resort(error)
        if error.filename is None:
            _give_up_output()
            return _bad(f"cannot write: {error.strerror}")
        return _bad(f"{printable(str(error.filename))}: {error.strerror}")
    except SystemExit as ended:  # a library's: ours return a status
        return ended.code if isinstance(ended.code, int) else 1
    except KeyboardInterrupt:
        return _stopped()
    except BaseException as error:
        return _last_resort(error)


def _last_resort(error: BaseException) -> int:
    return _told(_OURS, crash_line(error))


def _stopped() -> int:
    return _told(_INTERRUPTED, "stopped")


def _bad(*lines: str) -> int:
    return _told(BAD_INPUT, *lines)


def _told(status: int, *lines: str) -> int:
    """Tell why it ends; return the status that it ends with."""
    with suppress(OSError, ValueError):  # a terminal that is closed
        for line in lines:
            print(f"formcheck: {line}", file=sys.stderr)
    return status


def _give_up_output() -> None:
    """Lead what is left to write nowhere: Python would fail over it once more."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    """Return the exit status."""
    for word in words:
        if not in_utf8(word):
            return _bad(f"{printable(word)}: {NOT_UTF8}")
    try:
        # Alone, it is what most people want of it.
        status = app(words or ["live"], standalone_mode=False)
    except FormcheckError as error:
        return _bad(*_one_line_each(str(error), words))
    except typer.TyperException as error:
        # A group of commands without one of them has shown its help: no more to say.
        said = _one_line(_wrong_in(error)) + _commands(error)
        return _bad(said) if said else BAD_INPUT
    except typer.Abort:  # no answer to a question
        return _stopped()
    if status == _INTERRUPTED:  # typer returns Ctrl-C as a status
        return _stopped()
    return status if isinstance(status, int) else 0


def _one_line_each(text: str, words: list[str]) -> list[str]:
    """Return an error's lines; a name that was given with a line's end in it is one."""
    for word in sorted((w for w in words if "\n" in w), key=len, reverse=True):
        for name in (word, plain(word), word.rpartition("/")[2]):
            text = text.replace(name, printable(name))
    return text.split("\n")


def _commands(error: typer.TyperException) -> str:
    """Name the commands of a group in which there is not the one that was asked for.

    Of all of formcheck's, only the nearest are named, which the message itself does.
    """
    context = getattr(error, "ctx", None)
    known = getattr(getattr(context, "command", None), "commands", None)
    if not known or context is None or context.parent is None:
        return ""
    if not error.format_message().startswith("No such command"):
        return ""
    listed = ", ".join(known)
    return f" There are, after `formcheck {context.info_name}`: {listed}"


def _wrong_in(error: typer.TyperException) -> str:
    """What is wrong. typer passes on pydantic's words, where that read the value."""
    details = getattr(error.__cause__, "errors", None)
    if details is not None:
        error.message = expected_words(details()[0])
    return error.format_message()


def _one_line(message: str) -> str:
    # typer begins so where a check of ours names what is wrong
    return " ".join(message.removeprefix("Invalid value: ").split())
