"""Faults of ours in the web server: told as any other, and nothing else of its log."""

from __future__ import annotations

import logging
import sys

from formcheck.edges.crash import crash_line

__all__ = ["server_faults_told"]


def server_faults_told() -> None:
    """Have what servers log told by `_Faults`: no traceback is for the terminal."""
    for name in ("uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_Faults()], False


class _Faults(logging.Handler):
    """Tells of records with an error in them, of each kind once."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of a record with an error in it, once."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, OSError):
            kind = type(error).__name__
            if kind not in self.told:
                self.told.add(kind)
                print(f"formcheck: {crash_line(error)}", file=sys.stderr, flush=True)
