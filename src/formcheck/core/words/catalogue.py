"""Every sentence for people goes through here: looked up, then its places filled.

The English sentence is its own key, so it stands where it is used. A translation is
handed in with `use`; without one every sentence stays English. Sentences in tables
that are made at import are only `marked` there, and said where they are used.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence

__all__ = [
    "and_list",
    "capital",
    "in_use",
    "marked",
    "say",
    "say_heads",
    "say_many",
    "use",
]

_translations = gettext.NullTranslations()


def use(translations: gettext.NullTranslations) -> gettext.NullTranslations:
    """Say everything in these translations from now on; return the ones before."""
    global _translations
    before, _translations = _translations, translations
    return before


def in_use() -> gettext.NullTranslations:
    """Return the translations that everything is said in."""
    return _translations


def say(text: str, **places: object) -> str:
    """Return a sentence in the language in use, with its `{places}` filled.

    A text that is in no catalogue, such as a stretch's name, is returned as it is.
    """
    found = _translations.gettext(text) if text else ""
    return found.format(**places) if places else found


def say_many(one: str, many: str, n: int, **places: object) -> str:
    """Return a sentence in its form for `n` things, `{n}` and `{places}` filled."""
    return _translations.ngettext(one, many, n).format(n=n, **places)


def say_heads(text: str) -> list[str]:
    """Return the heads of a table's columns, written as one text: "side | held"."""
    return say(text).split(" | ")


def marked(text: str) -> str:
    """Return the text as it is; it enters the catalogue, and `say` translates it."""
    return text


def and_list(names: Sequence[str]) -> str:
    """Return names as they are read aloud: "a", "a and b", "a, b and c"."""
    *most, last = names
    if not most:
        return last
    return say("{names} and {last}", names=", ".join(most), last=last)


def capital(text: str) -> str:
    """Return the text with its first letter made a capital, as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"
