"""Who may look: a browser that was handed a secret once, and the page that it opened.

Another account of the same machine can read every command's arguments and connect to
every local port. So no secret stands in an argument: the browser is given a file that
only its owner may read, and the page in it goes to an address that works once. There it
gets a cookie, named with the port, which no script can read and no other site can have
sent. Other servers of this machine are sent it too, as cookies know no ports: by itself
it opens nothing. What is asked for must begin with the page's key as well.
"""

from __future__ import annotations

import html
import secrets
import threading
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.datastructures import Headers

from formcheck.core.words.catalogue import say

__all__ = ["ENTER", "Door", "leads_to"]

ENTER = "enter"
"""Where the addresses that work once are, instead of under the key."""


class Door:
    """The secrets of one start of the server.

    Parameters
    ----------
    authority
        The server's own `127.0.0.1:PORT`.
    """

    def __init__(self, authority: str) -> None:
        self._origin = f"http://{authority}"
        self.key = secrets.token_urlsafe(24)
        self.cookie = f"formcheck-{authority.rpartition(':')[2]}"
        self._pass = secrets.token_urlsafe(24)
        self._once: set[str] = set()
        self._guard = threading.Lock()

    @property
    def place(self) -> str:
        """The page's own address, which asks for the cookie."""
        return f"{self._origin}/{self.key}/"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends that was let in."""
        return {"Cookie": f"{self.cookie}={self._pass}"}

    def fresh(self) -> str:
        """Return a new address that lets one browser in, once."""
        once = secrets.token_urlsafe(24)
        with self._guard:
            self._once.add(once)
        return f"{self._origin}/{ENTER}/{once}"

    def is_used(self, address: str) -> bool:
        """Whether an address let somebody in already."""
        with self._guard:
            return address.rpartition("/")[2] not in self._once

    def enter(self, once: str) -> str | None:
        """Use an address up; return the cookie to set, or None if it is none."""
        with self._guard:
            known = [one for one in self._once if _same(one, once)]
            self._once.difference_update(known)
        if not known:
            return None
        # Of this path alone: other local servers are asked for others.
        return (
            f"{self.cookie}={self._pass}; Path=/{self.key}/; HttpOnly; SameSite=Strict"
        )

    def knows(self, headers: Headers) -> bool:
        """Whether a request comes from a browser that was let in."""
        sent = SimpleCookie()
        for line in headers.getlist("cookie"):
            try:
                sent.load(line)
            except CookieError:
                continue
        morsel = sent.get(self.cookie)
        return morsel is not None and _same(morsel.value, self._pass)

    def hand_over(self, folder: Path) -> Path:
        """Write the page that leads a browser in; for its owner alone."""
        path = folder / "formcheck.html"
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(leads_to(self.fresh()), encoding="utf-8")
        return path


def leads_to(address: str, icon: str = "") -> str:
    """Return a page that goes on to an address by itself, without any script.

    icon: its address; without one, a browser asks the server for some other.
    Not a redirect: what a file or another site began to open is sent no cookie.
    """
    place = html.escape(address)
    return (
        '<!doctype html><meta charset="utf-8"><title>formcheck</title>'
        '<meta name="referrer" content="no-referrer">'
        f'<meta http-equiv="refresh" content="0;url={place}">'
        + (f'<link rel="icon" href="{html.escape(icon)}">' if icon else "")
        + f'<p><a href="{place}">{html.escape(say("Open formcheck"))}</a></p>\n'
    )


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode("utf-8", "replace"))
