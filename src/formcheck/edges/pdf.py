"""A page as a PDF: by a browser that is here already, else by WeasyPrint.

Both get the page's text alone: a browser without the network, WeasyPrint with a fetcher
that refuses all but what stands in the page itself (`data:`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formcheck.errors import MissingExtraError, OutputError

__all__ = ["browser", "only_data", "write_pdf"]

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_LONGEST_S = 120.0


def browser() -> Path | None:
    """The first Chromium, Chrome or Edge that is found; None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    system: str = sys.platform
    if system == "darwin":
        for name in _MAC:
            yield Path("/Applications") / name
    elif system == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder := os.environ.get(variable):
                yield from (Path(folder) / name for name in _WINDOWS)


def write_pdf(html: str, path: Path) -> None:
    """Print a whole page, which refers to nothing outside it.

    Raises
    ------
    MissingExtraError
        There is no such browser, and WeasyPrint is not installed.
    OutputError
        Neither could print it.
    """
    program = browser()
    if program is not None and _printed(program, html, path):
        return
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # the latter without its libraries
        if program is not None:
            raise OutputError(f"{program.name} did not print {path.name}") from error
        raise MissingExtraError(
            "a PDF, without Chromium, Chrome or Edge here,", "pdf"
        ) from error
    HTML(string=html, url_fetcher=only_data()).write_pdf(path)


def only_data() -> Any:
    """A fetcher for WeasyPrint that refuses all but what stands in the page itself."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def _printed(program: Path, html: str, path: Path) -> bool:
    """Have a browser print it; whether it did.

    With a profile of its own, so that one that is open is left alone; without any
    connection, by a proxy that nobody answers at.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html, encoding="utf-8")
        command = [
            str(program),
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            "--proxy-server=127.0.0.1:9",
            "--no-pdf-header-footer",
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={made}",
        ]
        if sys.platform == "linux" and os.geteuid() == 0:
            command.append("--no-sandbox")  # it starts for root in no other way
        try:
            subprocess.run(
                [*command, page.as_uri()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_LONGEST_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        if not made.is_file() or not made.stat().st_size:
            return False
        shutil.copyfile(made, path)
    return True
