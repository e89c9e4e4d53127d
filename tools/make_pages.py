"""Write docs/stretches/, a page a stretch: `python -m tools.make_pages [STRETCH ...]`.

The pages say what the stretch files say; a test holds them equal. The pictures are the
start and the target, out of the stretch's good sample clip: a stretch without one keeps
its page and waits for its picture. Before that, the `programmes` line of each stretch
file is set to the programmes that it is a step of. The moving figures are those that
the live page shows (data/figures, by tools/make_figures.py).
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.truth import SAMPLES
from formcheck.app.report.sets import error_on_clip
from formcheck.app.terminal.stretch import TRUST_WORDS, Section, planned, sections
from formcheck.core.body.view import Posture
from formcheck.core.measure.kinds import KINDS
from formcheck.core.programme.spec import Programme
from formcheck.core.stretch.spec import StretchSpec
from formcheck.core.words.names import words_of
from formcheck.resources import figures_dir, poses_dir
from formcheck.stretches.judging import judging_of
from formcheck.stretches.loading import list_stretches, stretch_files
from formcheck.stretches.programmes import programme_files, read_programmes
from formcheck.stretches.sources import Source, list_sources
from tools.figure_svg import moving_figure

PAGES = Path(__file__).resolve().parents[1] / "docs" / "stretches"

_WIDTH = 420
"""Pixels of one still; a page has two or three beside each other."""

_JPEG_QUALITY = 80
_BEFORE_S = 0.6
"""A start is shown so long before the movement sets out of it."""

_POSTURES = {
    Posture.SUPINE: "Lying on the back",
    Posture.PRONE: "Lying on the front",
    Posture.QUADRUPED: "On hands and knees",
    Posture.KNEELING: "Kneeling",
    Posture.FLOOR: "Sitting on the floor",
    Posture.SEATED: "On a chair",
    Posture.STANDING: "Standing",
}


def page(
    spec: StretchSpec,
    sources: Mapping[str, Source],
    stretches: Mapping[str, StretchSpec],
    programmes: Mapping[str, str],
) -> str:
    """Return a stretch's page as Markdown."""
    names = {other.id: other.name for other in stretches.values()}
    lines = [
        f"<!-- By tools/make_pages.py from poses/{spec.id}.toml: edit that. -->",
        f"# {spec.name}",
        "",
    ]
    if spec.also_called:
        lines += [f"*{', '.join(spec.also_called)}*", ""]
    if has_clip(spec):
        lines += [f"![{_caption(spec)}]({spec.id}.jpg)", ""]
    if figure_file(spec).exists():
        lines += [f"![How it moves]({spec.id}.svg)", ""]
    links = {other.name: f"{other.id}.md" for other in stretches.values()}
    for section in sections(spec, sources, names, programmes):
        lines += [f"## {section.title}", "", *_body(section, links), ""]
        if section.title == "What is measured":
            lines += errors(spec)
    return "\n".join(lines).rstrip() + "\n"


def errors(spec: StretchSpec) -> list[str]:
    """How far off each measure may be, as lines of Markdown."""
    known = judging_of().measure.errors
    lines = ["## How far off that may be", ""]
    lines += ["| measure | limits allow for | on the sample clip |", "|---|---|---|"]
    for name, measure in spec.measures.items():
        unit = "°" if KINDS[measure.kind].unit == "deg" else ""
        on_clip = error_on_clip(spec.id, measure)
        lines.append(
            f"| {words_of(name)} | {known[measure.kind]:g}{unit} | {on_clip} |"
        )
    return [*lines, "", "[How well it judges](../accuracy.md) has the rest.", ""]


def figure_file(spec: StretchSpec) -> Path:
    """Where the numbers of a stretch's moving figure are, if there is one."""
    return figures_dir() / f"{spec.id}.json"


def figures() -> dict[str, str]:
    """Return every moving figure by its file's name."""
    return {
        f"{spec.id}.svg": moving_figure(
            json.loads(figure_file(spec).read_text(encoding="utf-8")), spec.name
        )
        for spec in list_stretches(poses_dir())
        if figure_file(spec).exists()
    }


def index(stretches: Iterable[StretchSpec], programmes: Iterable[Programme]) -> str:
    """Return docs/stretches/README.md: all pages by posture, then the programmes."""
    known = list(stretches)
    lines = [
        "<!-- By tools/make_pages.py from poses/: edit that. -->",
        "# Stretches",
        "",
        f"{len(known)} stretches. How well one camera sees each:",
        "",
        *(f"* {words}." for words in TRUST_WORDS.values()),
        "",
    ]
    for posture, title in _POSTURES.items():
        own = [spec for spec in known if spec.posture is posture]
        if not own:
            continue
        lines += [f"## {title}", "", "| stretch | seen from | planned | class |"]
        lines += ["|---|---|---|---|"]
        lines += [
            f"| [{spec.name}]({spec.id}.md) | the {spec.camera.view.value} "
            f"| {planned(spec)} | {spec.trust.value} |"
            for spec in own
        ]
        lines.append("")
    lines += ["## Programmes", "", "`formcheck programmes show ID` shows one.", ""]
    names = {spec.id: spec.name for spec in known}
    for programme in programmes:
        steps = dict.fromkeys(step.stretch for step in programme.steps)
        links = ", ".join(f"[{names[name]}]({name}.md)" for name in steps)
        lines.append(
            f"* **{programme.name}** (`{programme.id}`, {programme.minutes} minutes): "
            f"{links}."
        )
    return "\n".join(lines).rstrip() + "\n"


def picture(spec: StretchSpec) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the stills of a stretch side by side, from its good clip."""
    clip = f"{spec.id}_good"
    stills = [
        cv2.resize(
            frame,
            (_WIDTH, round(_WIDTH * frame.shape[0] / frame.shape[1])),
            interpolation=cv2.INTER_AREA,
        )
        for frame in _frames(clip, _times(clip))
    ]
    gap = np.full((stills[0].shape[0], 6, 3), 255, np.uint8)
    row: list[Any] = [part for still in stills for part in (gap, still)]
    return np.hstack(row[1:]).astype(np.uint8)


def has_clip(spec: StretchSpec) -> bool:
    """Whether there is a good sample clip to take a picture of."""
    clip = SAMPLES / f"{spec.id}_good"
    return all(clip.with_name(f"{clip.name}{end}").exists() for end in _ENDS)


_ENDS = (".mp4", ".truth.json")


def _caption(spec: StretchSpec) -> str:
    phases = spec.phases
    if phases is None:
        return "Start and target"
    return f"Start, {phases.first} and {phases.second}"


def _times(clip: str) -> list[float]:
    """Seconds of the start, then of the target or of each of two phases."""
    path = SAMPLES / f"{clip}.truth.json"
    truth = json.loads(path.read_text(encoding="utf-8"))
    reps, phases = truth["reps"], truth.get("phases") or []
    shown = phases[:2] or truth["holds"][:1] or reps[:1]
    begins = reps[0]["start_s"] if reps else shown[0]["start_s"] - 2 * _BEFORE_S
    times = [max(0.0, begins - _BEFORE_S)]
    for span in shown:
        arrives, leaves = span.get("arrive_s"), span.get("leave_s")
        start_s = span["start_s"] if arrives is None else arrives
        end_s = span["end_s"] if leaves is None else leaves
        times.append((start_s + end_s) / 2)
    return times


def _frames(clip: str, times_s: list[float]) -> list[Any]:
    film = cv2.VideoCapture(str(SAMPLES / f"{clip}.mp4"))
    found = []
    for time_s in times_s:
        film.set(cv2.CAP_PROP_POS_MSEC, time_s * 1000)
        read, frame = film.read()
        if not read:
            raise SystemExit(f"{clip}: no picture at {time_s:.1f} s")
        found.append(frame)
    film.release()
    return found


def _body(section: Section, links: Mapping[str, str]) -> list[str]:
    if section.head:
        rule = "|" + "---|" * len(section.head)
        rows = [section.head, *section.rows]
        lines = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows]
        return [lines[0], rule, *lines[1:]]
    numbers = range(1, len(section.lines) + 1)
    marks = [f"{n}." if section.numbered else "*" for n in numbers]
    linked = section.title == "Instead"
    return [
        f"{mark} {_linked(line, links) if linked else line}"
        for mark, line in zip(marks, section.lines, strict=True)
    ]


def _linked(name: str, links: Mapping[str, str]) -> str:
    return f"[{name}]({links[name]})" if name in links else name


def belongs_to() -> dict[str, list[str]]:
    """Return the programmes that each stretch is a step of, by the stretch's id."""
    found: dict[str, list[str]] = {}
    for path in programme_files(poses_dir()):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        steps = [step["stretch"] for setup in raw["setups"] for step in setup["steps"]]
        for name in dict.fromkeys(steps):
            found.setdefault(name, []).append(path.stem)
    return found


def set_programmes(text: str, ids: list[str]) -> str:
    """Return a stretch file's text with its `programmes` line set to these."""
    line = f"programmes = {json.dumps(ids)}\n" if ids else ""
    with_line, count = _PROGRAMMES.subn(line, text, count=1)
    if count or not ids:
        return with_line
    return _AFTER.sub(lambda found: f"{line}{found[0]}", text, count=1)


_PROGRAMMES = re.compile(r"^programmes = \[.*\]\n", re.MULTILINE)
_AFTER = re.compile(r"^(?:involves|instead|sources) = ", re.MULTILINE)


def everything() -> dict[str, str]:
    """Return every page by its file's name, as it would be written now."""
    folder = poses_dir()
    stretches = {spec.id: spec for spec in list_stretches(folder)}
    programmes = read_programmes(folder, stretches).ready
    sources, names = list_sources(folder), {p.id: p.name for p in programmes}
    pages = {
        f"{spec.id}.md": page(spec, sources, stretches, names)
        for spec in stretches.values()
    }
    return {"README.md": index(stretches.values(), programmes), **pages}


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in stretch_files(poses_dir()):
        text, ids = path.read_text(encoding="utf-8"), belongs_to().get(path.stem, [])
        if set_programmes(text, ids) != text:
            path.write_text(set_programmes(text, ids), encoding="utf-8")
            print(f"{path.name}: its programmes")
    pages = everything()
    pages |= figures()
    for old in (*PAGES.glob("*.md"), *PAGES.glob("*.svg")):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (PAGES / name).write_text(text, encoding="utf-8")
    wanted = set(sys.argv[1:])
    for spec in list_stretches(poses_dir()):
        path = PAGES / f"{spec.id}.jpg"
        fresh = spec.id in wanted or not (wanted or path.exists())
        if fresh and has_clip(spec):
            quality = [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
            cv2.imwrite(str(path), picture(spec), quality)
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB", flush=True)


if __name__ == "__main__":
    main()
