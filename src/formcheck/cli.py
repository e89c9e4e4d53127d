"""The command line. Heavy imports wait until a command needs them."""

from __future__ import annotations

import math
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from formcheck import __version__
from formcheck.errors import FormcheckError, OutputError

__all__ = ["app", "main"]

app = typer.Typer(
    name="formcheck",
    help="Watches you stretch: how far, how long, how many, and when to ease off.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

_BAD_INPUT = 2
_INTERRUPTED = 130


class SideChoice(StrEnum):
    """Which side was to work."""

    LEFT = "left"
    RIGHT = "right"
    AUTO = "auto"


class ModeChoice(StrEnum):
    """How the person was that day."""

    NORMAL = "normal"
    FLARE = "flare"


class Turn(StrEnum):
    """Degrees clockwise."""

    QUARTER = "90"
    HALF = "180"
    BACK = "270"


Poses = Annotated[
    Path | None,
    typer.Option("--poses", metavar="DIR", help="Folder of stretch files to use."),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="PATH", help="Another pose landmarker bundle."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="Videos at a time; one a core."),
]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"formcheck {__version__}")
        raise typer.Exit


@app.callback()
def _formcheck(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which."),
    ] = False,
) -> None:
    """Take what all commands share."""


@app.command()
def analyse(
    videos: Annotated[list[Path], typer.Argument(metavar="VIDEO...")],
    stretch: Annotated[
        str, typer.Option(metavar="ID", help="What is done; see `formcheck list`.")
    ],
    side: Annotated[
        SideChoice, typer.Option(help="The side that was to work.")
    ] = SideChoice.AUTO,
    mode: Annotated[
        ModeChoice, typer.Option(help="flare: a smaller range on a sore day.")
    ] = ModeChoice.NORMAL,
    profile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The person's own ranges (JSON or TOML)."),
    ] = None,
    hold: Annotated[
        float | None,
        typer.Option(metavar="S", help="Seconds of a hold, as planned."),
    ] = None,
    reps: Annotated[
        int | None, typer.Option(metavar="N", help="How many, as planned.")
    ] = None,
    from_s: Annotated[
        float, typer.Option("--from", metavar="S", help="Start at this second.")
    ] = 0.0,
    to_s: Annotated[
        float | None, typer.Option("--to", metavar="S", help="Stop at this second.")
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The recording is as in a mirror.")
    ] = False,
    rotate: Annotated[
        Turn | None, typer.Option(help="Turn the picture clockwise, in degrees.")
    ] = None,
    every_frame: Annotated[
        bool, typer.Option("--every-frame", help="Look at every frame, still or not.")
    ] = False,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Where each video gets a folder of its own."),
    ] = Path("formcheck-results"),
    jobs: Jobs = None,
    poses: Poses = None,
    model: Model = None,
) -> None:
    """Judge recorded stretches and write what was seen."""
    _check_numbers(from_s, to_s, hold, reps)

    from formcheck.app.analyse import Options
    from formcheck.app.jobs import Job
    from formcheck.app.profiles import read_profile
    from formcheck.core.landmarks import Side
    from formcheck.core.spec import Mode, Plan, Profile
    from formcheck.resources import model_file, poses_dir
    from formcheck.stretches.loading import find_stretch

    options = Options(
        stretch=find_stretch(stretch, poses or poses_dir()),
        model=model_file(model),
        profile=read_profile(profile) if profile else Profile(),
        plan=Plan(
            side=None if side is SideChoice.AUTO else Side[side.name],
            mode=Mode(mode.value),
            hold_s=hold,
            reps=reps,
        ),
        from_s=from_s,
        to_s=to_s,
        mirrored=mirrored,
        rotate_deg=int(rotate.value) if rotate else 0,
        every_frame=every_frame,
    )
    folders = _own_folders(videos, out)
    todo = [Job(video, folder) for video, folder in zip(videos, folders, strict=True)]

    from formcheck.app.running import run_and_show

    everything = run_and_show(todo, options, jobs or _cores())
    raise typer.Exit(0 if everything else _BAD_INPUT)


@app.command("list")
def list_(poses: Poses = None) -> None:
    """List the stretches there are."""
    from formcheck.app.catalogue import show_list
    from formcheck.resources import poses_dir

    show_list(poses or poses_dir())


@app.command()
def show(
    stretch: Annotated[str, typer.Argument(metavar="ID")], poses: Poses = None
) -> None:
    """Show one stretch: how to do it, where the camera goes, what is looked at."""
    from formcheck.app.catalogue import show_stretch
    from formcheck.resources import poses_dir
    from formcheck.stretches.loading import find_stretch

    show_stretch(find_stretch(stretch, poses or poses_dir()))


@app.command()
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE...")]) -> None:
    """Check stretch files: every problem of each, with its place."""
    from formcheck.stretches.loading import check_file

    problems = [line for path in files for line in check_file(path)]
    if problems:
        for line in problems:
            print(line, file=sys.stderr)
        raise typer.Exit(_BAD_INPUT)
    print(f"{len(files)} stretch file{'s' if len(files) > 1 else ''}: no problems")


@app.command()
def doctor() -> None:
    """Look for what is missing on this machine."""
    from formcheck.app.catalogue import show_findings
    from formcheck.app.doctor import examine

    raise typer.Exit(0 if show_findings(examine()) else 1)


@app.command()
def demo(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the results go.")
    ] = Path("formcheck-demo"),
) -> None:
    """Analyse the clip that comes with formcheck."""
    from formcheck.app.analyse import Options
    from formcheck.app.jobs import Job
    from formcheck.app.running import run_and_show
    from formcheck.core.spec import Plan, Profile
    from formcheck.resources import demo_clip, model_file, poses_dir
    from formcheck.stretches.loading import find_stretch

    options = Options(
        stretch=find_stretch("bridge", poses_dir()),
        model=model_file(),
        profile=Profile(),
        plan=Plan(),
    )
    job = Job(demo_clip(), _writable(out))
    raise typer.Exit(0 if run_and_show([job], options, 1) else _BAD_INPUT)


def main() -> None:
    """Run the command line: one plain line on standard error for what goes wrong."""
    try:
        status = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except FormcheckError as error:
        for line in str(error).splitlines():
            print(f"formcheck: {line}", file=sys.stderr)
        sys.exit(_BAD_INPUT)
    except typer.TyperException as error:
        print(f"formcheck: {_one_line(error.format_message())}", file=sys.stderr)
        sys.exit(_BAD_INPUT)
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone, as in `formcheck list | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    if status == _INTERRUPTED:  # typer returns Ctrl-C as a status
        print("formcheck: stopped", file=sys.stderr)
    sys.exit(status if isinstance(status, int) else 0)


def _check_numbers(
    from_s: float, to_s: float | None, hold: float | None, reps: int | None
) -> None:
    """Refuse what makes no sense, NaN included, which every comparison lets pass."""
    if not 0 <= from_s < math.inf:
        raise typer.BadParameter(f"--from {from_s:g}: seconds, from 0 on")
    if to_s is not None and not from_s < to_s < math.inf:
        raise typer.BadParameter(f"--to {to_s:g}: seconds, later than --from")
    if hold is not None and not 0 < hold <= 600:
        raise typer.BadParameter(f"--hold {hold:g}: seconds, more than 0 and up to 600")
    if reps is not None and not 1 <= reps <= 200:
        raise typer.BadParameter(f"--reps {reps}: from 1 to 200")


def _own_folders(videos: list[Path], out: Path) -> list[Path]:
    """Give each video a folder by its name, and a number where names are the same."""
    folders: list[Path] = []
    for video in videos:
        name, number = video.stem or "video", 1
        folder = out / name
        while folder in folders:
            number += 1
            folder = out / f"{name}-{number}"
        folders.append(folder)
    return folders


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _writable(wanted: Path) -> Path:
    """Return the folder wanted or, where it may not be written, a temporary one."""
    from formcheck.edges.export import ResultsFolder

    try:
        with ResultsFolder(wanted):
            return wanted
    except OutputError:
        import tempfile

        return Path(tempfile.mkdtemp(prefix="formcheck-demo-"))


def _one_line(message: str) -> str:
    return " ".join(message.split())
