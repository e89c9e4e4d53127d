"""Calendar files: iCalendar (RFC 5545), events that are repeated weekly in local time.

Local time has no zone: it is what the clock on the wall says wherever the person is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from formcheck.edges.replacing import replacing
from formcheck.errors import OutputError
from formcheck.version import __version__

__all__ = ["CalendarEvent", "write_ics"]

_LONGEST_LINE = 75
"""Bytes, without the line's end."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event that is repeated weekly. uid: its own, and the same in every file. days:
    as RFC 5545 has them, MO to SU. last: the last day; None goes on for good.
    """

    uid: str
    title: str
    first: date
    at: time
    minutes: int
    days: tuple[str, ...]
    last: date | None = None
    text: str = ""


def write_ics(path: Path, events: Iterable[CalendarEvent], now: datetime) -> None:
    """Write a calendar's file, whole or not at all. now: with its zone.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//formcheck//formcheck {__version__}//EN",
    ]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    content = "".join(f"{_folded(line)}\r\n" for line in lines).encode()
    try:
        with replacing(path) as beside:
            beside.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def _event(event: CalendarEvent, now: datetime) -> Iterator[str]:
    stamp = (now - (now.utcoffset() or timedelta())).strftime("%Y%m%dT%H%M%SZ")
    rule = f"FREQ=WEEKLY;BYDAY={','.join(event.days)}"
    if event.last is not None:
        rule += f";UNTIL={event.last:%Y%m%d}T235959"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART:{event.first:%Y%m%d}T{event.at:%H%M%S}"
    yield f"DURATION:PT{event.minutes}M"
    yield f"RRULE:{rule}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Longer lines go on in the next, after a space; no character is cut."""
    parts, part = [], ""
    for char in line:
        if len(f"{part}{char}".encode()) > _LONGEST_LINE:
            parts.append(part)
            part = " "
        part += char
    return "\r\n".join([*parts, part])
