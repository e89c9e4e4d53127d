"""How Python itself is to run, the same in every process of formcheck's."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from weakref import WeakSet

__all__ = ["at_end", "end", "may_hang", "tune"]

_at_end: list[Callable[[], None]] = []
_may_hang: WeakSet[threading.Thread] = WeakSet()


def tune() -> None:
    """Print any name; ask less of the garbage collector; change threads sooner."""
    # A name may have letters that the terminal, or where it leads, has not.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # What gets imported is no garbage, and need not be searched for it every few ms.
    gc.set_threshold(50_000)
    # Looking should not wait 5 ms each time for a thread that reads or loads.
    sys.setswitchinterval(0.0005)


def at_end(close: Callable[[], None]) -> None:
    """Have something closed while Python still runs, however the program ends.

    Python's own `atexit` comes too late: its thread pools take no more work by then.
    """
    _at_end.append(close)


def may_hang(thread: threading.Thread) -> None:
    """Note a daemon thread that may still be in a library's code when Python ends.

    Python stops such a thread as it comes back, which C++ does not survive: it ends the
    whole process with SIGABRT.
    """
    _may_hang.add(thread)


def end(status: int) -> None:
    """Close what is still open, in the main thread; Ctrl-C is too late then.

    Where a thread hangs, the process ends here, with that status, and Python does not.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for close in _at_end:
            close()
        # Not `is_alive`: Ctrl-C during a join makes it say no (Python 3.11).
        if any(thread in _may_hang for thread in threading.enumerate()):
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError, AttributeError):
                    stream.flush()
            os._exit(status)
    finally:
        signal.signal(signal.SIGINT, before)
