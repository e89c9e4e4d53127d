"""Watches a person stretch: how far, how long, how many, and when to ease off.

The command line is `formcheck`; see `formcheck --help`. For Python:

    import formcheck as fc
    result = fc.judge_landmarks(time_s, image_xy, visibility, "bridge", size_wh=size_wh)

See docs/python.md. What is here is loaded when it is first asked for.
"""

import typing as _typing

from formcheck.version import __version__

if _typing.TYPE_CHECKING:
    from formcheck.api import (
        FormcheckError,
        Judge,
        Pose,
        Result,
        judge_landmarks,
        judge_video,
        pose_model,
    )
    from formcheck.library import list_stretches, load_stretch

__all__ = [
    "FormcheckError",
    "Judge",
    "Pose",
    "Result",
    "__version__",
    "judge_landmarks",
    "judge_video",
    "list_stretches",
    "load_stretch",
    "pose_model",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'formcheck' has no attribute {name!r}")
    if name in ("list_stretches", "load_stretch"):  # a file is read without the judge
        from formcheck import library

        return getattr(library, name)
    from formcheck import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
