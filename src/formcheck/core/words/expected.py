"""What a file should have where pydantic found something else: in our words, since its
own are for programmers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["expected_words"]

_KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "none_required": "left out",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "{le} or less",
    "enum": "{expected}",
    "literal_error": "{expected}",
}
"""What each of pydantic's kinds of error should have been."""


def expected_words(detail: Mapping[str, Any]) -> str:
    """Say of one of pydantic's errors what was expected: "should be a number, is 'x'".

    detail: as `ValidationError.errors()` gives it.
    """
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        what = "value" if isinstance(detail["loc"][-1], int) else "key"
        return f"this {what} is missing"
    if kind == "extra_forbidden":
        return "is not a key here"
    if kind == "value_error":  # a check of ours, which says it itself
        return str(context["error"])
    shown = f", is {given!r}" if isinstance(given, str | int | float) else ""
    if kind in ("too_short", "string_too_short") and context["min_length"] == 1:
        return "should not be empty"
    if kind in _KINDS:
        limits = {
            name: f"{limit:.9g}" if isinstance(limit, float) else limit
            for name, limit in context.items()
        }
        return f"should be {_KINDS[kind].format(**limits)}{shown}"
    return f"is not what it should be{shown}"
