"""What should not have happened: told in one line, its details kept in a file.

Nothing is sent.
"""

from __future__ import annotations

import sys
import threading

from formcheck.core.words.catalogue import say

__all__ = ["crash_line", "threads_told"]


def crash_line(error: BaseException) -> str:
    """Write an error's details down; return the one line to tell people.

    That line comes whatever happens: on a full disk there is no file, and it says so.
    """
    kind = type(error).__name__
    try:
        from formcheck.edges.crash_file import write_down

        path = write_down(error)
    except Exception:  # the line is more important
        return say(
            "This should not have happened ({kind}). Its details could not be written "
            "down. Nothing was sent.",
            kind=kind,
        )
    return say(
        "This should not have happened ({kind}). Its details, with nothing of yours "
        "among them, are in {file}. Nothing was sent.",
        kind=kind,
        file=path,
    )


def threads_told() -> None:
    """Have errors that end a thread told in the same way from now on."""

    def tell(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None and ended.exc_type is not SystemExit:
            print(f"formcheck: {crash_line(ended.exc_value)}", file=sys.stderr)

    threading.excepthook = tell
