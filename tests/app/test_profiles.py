from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.errors import ProfileError
from formcheck.stretches.profiles import read_profile

JSON = '{"stretches": {"bridge": {"ceiling_deg": 175, "neutral_deg": 128.5}}}'
TOML = "[stretches.bridge]\nceiling_deg = 175\nneutral_deg = 128.5\n"


@pytest.mark.parametrize(("name", "text"), [("a.json", JSON), ("a.toml", TOML)])
def test_a_profile_is_json_or_toml(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    known = read_profile(path).stretches["bridge"]
    assert (known.ceiling, known.neutral) == (175, 128.5)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"{", "line 1, column 2: not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.toml", b"a = = 1", "line 1, column 5"),
        ("a.json", b"\xff", "not UTF-8 text"),
        ("a.json", b"[]", "not a profile file"),
        ("a.json", b'{"stretchs": {}}', r"'stretchs' is not a key here \(stretches\)"),
        (
            "a.json",
            b'{"stretches": {"bridge": {"ceiling_deg": "high"}}}',
            "stretches.bridge.ceiling_deg: should be a number, is 'high'",
        ),
        (
            "a.json",
            b'{"stretches": {"bridge": {"neutral_deg": NaN}}}',
            "stretches.bridge.neutral_deg: ",
        ),
        (
            "a.json",
            b'{"stretches": {"bridge": {"ceiling_deg": 1e999}}}',
            "stretches.bridge.ceiling_deg: ",
        ),
        (
            "a.toml",
            b"[stretches.bridge.ranges.left]\npeaks = [170.0, -inf]",
            "stretches.bridge.ranges.left.peaks\\[1\\]: ",
        ),
    ],
)
def test_what_is_no_profile_is_named(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ProfileError, match=words) as error:
        read_profile(path)
    assert str(error.value).startswith(f"{path}: ")


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no such file"):
        read_profile(tmp_path / "none.json")
    with pytest.raises(ProfileError, match="a folder, not a profile file"):
        read_profile(tmp_path)
