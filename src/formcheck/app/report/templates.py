"""The templates of pages: they escape what is put into them, and say sentences."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from formcheck.core.words.catalogue import say, say_many

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page_templates"]


@cache
def page_templates() -> Environment:
    """The templates in `data/`; each has `say` and `say_many` for its sentences."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("formcheck", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.globals |= {"say": say, "say_many": say_many}
    return environment
