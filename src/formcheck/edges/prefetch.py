"""Reads the next pictures on a thread of its own while one is being looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

__all__ = ["read_ahead"]

_AHEAD = 4
"""Pictures in hand: one would do if every look took as long as the next."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing comes any more, and why if it should have."""

    error: BaseException | None = None


@contextmanager
def read_ahead(source: Iterable[T]) -> Iterator[Iterator[T]]:
    """Give what a source gives, made ready before it is asked for. Each comes once.

    Inside the `with` block the source belongs to the thread; after it the thread is
    gone, so that the source may be closed. What the source raises is raised where the
    next is asked for.
    """
    # No semaphore: Ctrl-C in the midst of its Python code could leave it locked.
    ready: SimpleQueue[T | _End] = SimpleQueue()
    free: SimpleQueue[None] = SimpleQueue()
    for _ in range(_AHEAD):
        free.put(None)
    over = False

    def read() -> None:
        end = _End()
        try:
            for one in source:
                free.get()
                if over:
                    return
                ready.put(one)
        except BaseException as error:
            end = _End(error)
        ready.put(end)

    def given() -> Iterator[T]:
        while not isinstance(one := ready.get(), _End):
            free.put(None)
            yield one
        if one.error is not None:
            raise one.error

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield given()
    finally:
        over = True
        free.put(None)
        reader.join()
