"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import os
import sys
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
from formcheck.edges.names import NOT_UTF8, in_utf8, printable
from formcheck.edges.notices import forget_told
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
app.add_typer(programmes.programmes, name="programmes")
app.add_typer(plan.plan, name="plan")
app.add_typer(person.person, name="person")
app.command()(catalogue.check)
app.command()(catalogue.doctor)
app.command()(analyse.demo)
app.add_typer(history.sessions, name="sessions")
app.command()(export.export)
app.command()(history.progress)
app.command()(history.backup)
app.command()(history.restore)

_INTERRUPTED = 130


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
    use(translations())
    status = 1
    try:
        status = _run(sys.argv[1:])
    except Exception:  # a fault of ours: seen before the process may end
        sys.excepthook(*sys.exc_info())
    finally:
        end(status)
    sys.exit(status)


def _run(words: list[str]) -> int:
    """Return the exit status."""
    for word in words:
        if not in_utf8(word):
            return _bad(f"{printable(word)}: {NOT_UTF8}")
    try:
        # Alone, it is what most people want of it.
        status = app(words or ["live"], standalone_mode=False)
    except FormcheckError as error:
        return _bad(*str(error).splitlines())
    except typer.TyperException as error:
        # A group of commands without one of them has shown its help: no more to say.
        said = _one_line(_told(error)) + _commands(error)
        return _bad(said) if said else BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):  # or no answer to a question
        status = _INTERRUPTED
    except BrokenPipeError:
        # The reader of the output has gone, as in `formcheck list | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if status == _INTERRUPTED:  # typer returns Ctrl-C as a status
        print("formcheck: stopped", file=sys.stderr)
    return status if isinstance(status, int) else 0


def _bad(*lines: str) -> int:
    for line in lines:
        print(f"formcheck: {line}", file=sys.stderr)
    return BAD_INPUT


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


def _told(error: typer.TyperException) -> str:
    """What is wrong. typer passes on pydantic's words, where that read the value."""
    details = getattr(error.__cause__, "errors", None)
    if details is not None:
        error.message = expected_words(details()[0])
    return error.format_message()


def _one_line(message: str) -> str:
    # typer begins so where a check of ours names what is wrong
    return " ".join(message.removeprefix("Invalid value: ").split())
