"""Reads the next pictures on a thread of its own while one is being looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, TypeVar

__all__ = ["ReadAhead"]

_AHEAD = 4
"""Pictures in hand: one would do if every look took as long as the next."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing comes any more, and why if it should have."""

    error: BaseException | None = None


class ReadAhead(Generic[T]):
    """What a source gives, made ready before it is asked for. Each comes once.

    Inside the `with` block the source belongs to the thread; after it the thread is
    gone, so that the source may be closed.

    Parameters
    ----------
    source
        What to read. What it raises is raised to whoever asks for the next.
    """

    def __init__(self, source: Iterable[T]) -> None:
        self._source = source
        self._ready: SimpleQueue[T | _End] = SimpleQueue()
        # No semaphore: Ctrl-C in the midst of its Python code could leave it locked.
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(_AHEAD):
            self._free.put(None)
        self._over = False
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Iterator[T]:
        self._reader.start()
        return self._given()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over = True
        self._free.put(None)
        self._reader.join()

    def _read(self) -> None:
        end = _End()
        try:
            for one in self._source:
                self._free.get()
                if self._over:
                    return
                self._ready.put(one)
        except BaseException as error:
            end = _End(error)
        self._ready.put(end)

    def _given(self) -> Iterator[T]:
        while not isinstance(one := self._ready.get(), _End):
            self._free.put(None)
            yield one
        if one.error is not None:
            raise one.error
