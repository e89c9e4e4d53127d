"""What MkDocs calls to make the site: the root's pages beside docs/, links that fit.

Files in docs/ are written for whoever reads them in the repository. On the site the
root's pages stand beside them, README.md as the first one, and what is no page (code,
data, folders) is named and not linked.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parents[1]

_BESIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "SECURITY.md": "SECURITY.md",
    "CHANGELOG.md": "CHANGELOG.md",
}
"""Pages of the root, and where they stand on the site."""

_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(([^)\s]+)\)")


def on_config(config: Any) -> Any:
    """Put the pages of a folder where the navigation names the folder."""
    docs = Path(config.docs_dir)
    for section in config.nav:
        pages = section if isinstance(section, dict) else {}
        for title, inside in pages.items():
            pages[title] = _opened(docs, inside)
    return config


def _opened(docs: Path, inside: Any) -> Any:
    if isinstance(inside, list):
        return [_opened(docs, one) for one in inside]
    if isinstance(inside, dict):
        return {title: _opened(docs, one) for title, one in inside.items()}
    if not inside.endswith("/"):
        return inside
    pages = sorted((docs / inside).glob("*.md"), key=lambda p: (p.stem != "README", p))
    return [f"{inside}{page.name}" for page in pages]


def on_files(files: Files, config: Any) -> Files:
    """Add the root's pages."""
    from mkdocs.structure.files import File  # there where the site is made

    for name, page in _BESIDE.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turn links of the repository into links of the site."""
    here = page.file.src_uri
    home = next((n for n, p in _BESIDE.items() if p == here), f"docs/{here}")
    known = {file.src_uri for file in files}

    def turned(found: re.Match[str]) -> str:
        picture, text, target = found.groups()
        name, _, anchor = target.partition("#")
        if not name or "://" in target or target.startswith("mailto:"):
            return found[0]
        place = normpath(str(PurePosixPath(home).parent / name))
        if (ROOT / place).is_dir():
            place = f"{place}/README.md"
        on_site = _BESIDE.get(place, place.removeprefix("docs/"))
        if on_site not in known:
            return text
        link = relpath(on_site, str(PurePosixPath(here).parent))
        return f"{picture}[{text}]({link}{f'#{anchor}' if anchor else ''})"

    return _LINK.sub(turned, markdown)
