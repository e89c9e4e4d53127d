"""docs/judging.md says what poses/judging/judging.toml says."""

from __future__ import annotations

from formcheck.resources import poses_dir
from formcheck.stretches.judging import FILE, list_numbers
from tests.numbers import SHIPPED
from tools.make_judging_page import PAGE, ROOMS, page


def test_the_page_of_numbers_is_as_the_file_is() -> None:
    written = page()
    assert PAGE.read_text(encoding="utf-8") == written, (
        "python -m tools.make_judging_page"
    )
    assert SHIPPED.digest in written


def test_every_number_has_its_line_under_its_room() -> None:
    rooms = page().split("\n## ")[1:]
    assert len(rooms) == len(ROOMS)
    for name, number in list_numbers(poses_dir() / FILE).items():
        room, section, own = name.split(".")
        (place,) = (text for text in rooms if text.startswith(ROOMS[room]))
        place = place.split(f"### `{room}.{section}`")[1].split("### ")[0]
        assert f"| `{own}` | {number.value:g} |" in place
