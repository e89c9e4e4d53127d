"""The person's profile, as a file: range and neutral by stretch, and conditions."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from pydantic import ValidationError

from formcheck.core.spec import Profile
from formcheck.errors import ProfileError

__all__ = ["read_profile"]


def read_profile(path: Path) -> Profile:
    """Read a profile from JSON or, where the name ends in .toml, from TOML.

    Raises
    ------
    ProfileError
        It cannot be read; the text has a line for every problem.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ProfileError(f"{path}: no such file") from None
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: not UTF-8 text") from None
    try:
        raw = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "nested too deeply"
        raise ProfileError(f"{path}: not a profile ({reason})") from None
    try:
        return Profile.model_validate_json(json.dumps(raw, default=str), strict=True)
    except ValidationError as error:
        lines = (
            f"{path}: {'.'.join(map(str, d['loc'])) or 'profile'}: {d['msg']}"
            for d in error.errors(include_url=False)
        )
        raise ProfileError("\n".join(lines)) from None
