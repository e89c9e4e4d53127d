"""The page's words: what it needs to say its sentences as the catalogue has them."""

from __future__ import annotations

import gettext
from typing import Any

__all__ = ["page_words"]

_COUNTS = 200
"""Plural rules go by the last two figures of a count, and by few small counts."""


def page_words(translations: gettext.NullTranslations) -> dict[str, Any]:
    """Return the forms of each text, and which form each count has; English has none.

    plural: by count, 0..199; a larger one has that of 100 and its last two figures.
    """
    if not isinstance(translations, gettext.GNUTranslations):
        return {}
    texts: dict[str, list[str]] = {}
    known: dict[str | tuple[str, int], str] = vars(translations)["_catalog"]
    for key, text in sorted(known.items(), key=lambda item: str(item[0])):
        message, form = key if isinstance(key, tuple) else (key, 0)
        if message:
            forms = texts.setdefault(message, [])
            assert form == len(forms)
            forms.append(text)
    which = vars(translations)["plural"]
    return {"texts": texts, "plural": [which(n) for n in range(_COUNTS)]}
