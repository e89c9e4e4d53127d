"""Rows of the history's database, to and from what they mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from formcheck.core.records.codec import DAMAGED, read_about, read_digest, read_set
from formcheck.core.records.session import SessionAbout, SetRecord
from formcheck.core.records.trends import Row
from formcheck.core.words.catalogue import say
from formcheck.edges.store import started_utc

__all__ = ["about_from", "as_text", "row_from", "set_from", "unreadable"]


def unreadable(number: int, error: Exception) -> str:
    """Say why a session cannot be read, in one line."""
    why = str(error)
    if isinstance(error, KeyError):
        why = say("{name} is missing", name=error)
    why = " ".join(why.split())
    return say("session {number} cannot be read ({why})", number=number, why=why)


def as_text(values: object) -> str:
    """Return values as the JSON that is kept."""
    return json.dumps(values, ensure_ascii=False)


def about_from(text: str, form: int) -> SessionAbout:
    """Read what is known of a session; one of DAMAGED where it cannot be."""
    about = read_about(json.loads(text), form)
    started_utc(about)  # a day that there is
    return about


def set_from(texts: Sequence[str], form: int) -> SetRecord:
    """Read a set from spec, profile, plan, entry and events, as DAMAGED tells."""
    keys = ("spec", "profile", "plan", "entry", "events")
    parts = {key: json.loads(text) for key, text in zip(keys, texts, strict=True)}
    return read_set(parts, form)


def row_from(number: int, parts: Sequence[tuple[Any, ...]]) -> Row:
    """Read what a list shows of a session, from a row for each of its sets."""
    _, about, form, kind, name, head = parts[0][:6]
    judging = _judging_in(head)
    digests = [
        read_digest(json.loads(digest), form)
        for *_, digest, form in parts
        if digest is not None
    ]
    return Row(number, about_from(about, form), kind, name, tuple(digests), judging)


def _judging_in(head: str) -> str | None:
    """The digest in a head, None where it is not known: no list is the worse for it."""
    try:
        found = json.loads(head).get("judging")
    except DAMAGED:
        return None
    return found if isinstance(found, str) else None
