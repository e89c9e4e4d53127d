"""A browser's way in: the address that works once, its cookie, the page's own place."""

from __future__ import annotations

import re

import httpx

__all__ = ["entered"]


def entered(address: str) -> tuple[str, dict[str, str]]:
    """Use an address; return the page's place and what a browser sends along."""
    answer = httpx.get(address)
    assert answer.status_code == 200, answer.text
    found = re.search(r'url=(/[^"]+/)"', answer.text)
    assert found
    cookie = answer.headers["set-cookie"].split(";")[0]
    origin = str(answer.url.copy_with(raw_path=b"")).rstrip("/")
    return origin + found[1], {"Cookie": cookie}
