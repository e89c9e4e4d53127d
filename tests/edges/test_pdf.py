"""A page as a PDF: by the browser that is here, and by WeasyPrint without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from formcheck.edges import pdf
from formcheck.errors import MissingExtraError, OutputError

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
PAGE = f"""<!doctype html><meta charset="utf-8"><title>Bericht</title>
<p>Größe 12°</p><img src="{DOT}" alt="">
<img src="http://127.0.0.1:9/spy.gif" alt=""><div style="break-before: page">two</div>
"""


def check(path: Path) -> None:
    pages = PdfReader(path).pages
    assert len(pages) == 2
    assert "Größe 12°" in pages[0].extract_text()


@pytest.mark.skipif(pdf.browser() is None, reason="no browser that prints is here")
def test_a_browser_prints_it(tmp_path: Path) -> None:
    pdf.write_pdf(PAGE, tmp_path / "a.pdf")
    check(tmp_path / "a.pdf")


def test_without_a_browser_weasyprint_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    monkeypatch.setattr(pdf, "browser", lambda: None)
    pdf.write_pdf(PAGE, tmp_path / "a.pdf")
    check(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/a", "file:///etc/hostname", "a.png", "//x/a", ""]
)
def test_nothing_but_the_page_itself_is_fetched(address: str) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    fetch = pdf.only_data().fetch
    assert fetch(DOT).read().startswith(b"GIF89a")
    with pytest.raises(ValueError, match="disallowed protocol|Not an absolute"):
        fetch(address)


def test_neither_is_one_line_and_a_browser_that_fails_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    monkeypatch.setattr(pdf, "browser", lambda: None)
    with pytest.raises(MissingExtraError, match=r"formcheck\[pdf\]"):
        pdf.write_pdf(PAGE, tmp_path / "a.pdf")
    monkeypatch.setattr(pdf, "browser", lambda: Path("/bin/false"))
    with pytest.raises(OutputError, match="false did not print a.pdf"):
        pdf.write_pdf(PAGE, tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())
