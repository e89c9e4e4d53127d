"""`analyse` and `demo`: recorded stretches in, what was seen out."""

from __future__ import annotations

import math
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.options import (
    BAD_INPUT,
    Explain,
    Jobs,
    ModeChoice,
    Model,
    Poses,
    Separator,
    SideChoice,
    Turn,
    csv_style,
    person_told,
)
from formcheck.edges.names import printable
from formcheck.errors import OutputError

if TYPE_CHECKING:
    from formcheck.app.recordings.analysis import Keep, Options
    from formcheck.app.recordings.jobs import Runner
    from formcheck.core.stretch.spec import StretchSpec

__all__ = ["analyse", "demo"]


def analyse(
    videos: Annotated[
        list[Path],
        typer.Argument(
            metavar="VIDEO...",
            help="Recordings, or one folder of them: whatever is in it and not done.",
        ),
    ],
    stretch: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="What is done; see `formcheck list`. In a folder it may stand in the "
            "names instead: bridge_anna.mp4, bridge/anna.mp4.",
        ),
    ] = None,
    side: Annotated[
        SideChoice, typer.Option(help="The side that was to work.")
    ] = SideChoice.AUTO,
    mode: Annotated[
        ModeChoice, typer.Option(help="flare: a smaller range on a sore day.")
    ] = ModeChoice.NORMAL,
    profile: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The person's own ranges (JSON or TOML); else those of --person.",
        ),
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
    slowed: Annotated[
        float | None,
        typer.Option(
            metavar="TIMES",
            help="Slow motion, so many times slower; seconds are then of what "
            "happened. Without it, as the file says; 1: as it plays.",
        ),
    ] = None,
    recorded: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="WHEN",
            help="When it was recorded: 2026-03-01 or 2026-03-01T18:30. Without it, as "
            "the file says.",
        ),
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
    person: Annotated[
        str | None,
        typer.Option(
            metavar="WHO", help="Keep it as a session of this person's; see `sessions`."
        ),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Keep it, for whoever had the last session."),
    ] = False,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="The person's own words, to keep.")
    ] = "",
    pictures: Annotated[
        bool,
        typer.Option("--pictures", help="Put pictures of the person in the report."),
    ] = False,
    explain: Explain = False,
    annotate: Annotated[
        bool,
        typer.Option("--annotate", help="Write the video with what was seen drawn in."),
    ] = False,
    blur_face: Annotated[
        bool,
        typer.Option("--blur-face", help="In it, make the face unrecognisable."),
    ] = False,
    separator: Separator = ",",
    jobs: Jobs = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Do the work on the Dask cluster with this scheduler.",
        ),
    ] = None,
    poses: Poses = None,
    model: Model = None,
) -> None:
    """Judge recorded stretches and write what was seen."""
    _check_numbers(from_s, to_s, hold, reps, slowed)
    style = csv_style(separator)
    started_at = None if recorded is None else _recorded_at(recorded)
    whole = _folder_of(videos)
    if explain and whole is not None:
        raise typer.BadParameter(
            "--explain is for single recordings: of a folder one line a video is shown"
        )
    if stretch is None and whole is None:
        for video in videos:  # which stretch it is, is asked of a file that there is
            if not video.exists():
                raise typer.BadParameter(f"{printable(video)}: no such file")
        raise typer.BadParameter(_which(videos[0], poses))
    if dask is not None and (keep or person is not None):
        raise typer.BadParameter(
            "--dask: sessions are kept on one machine; without --keep and --person"
        )

    from datetime import date

    from formcheck.app.history.store import recorded_on
    from formcheck.app.person.outcomes import due_told
    from formcheck.app.person.people import conditions_of, kept_profile
    from formcheck.app.person.planned import kept_plan
    from formcheck.app.person.profiles import judged_as
    from formcheck.app.recordings.analysis import Options
    from formcheck.app.recordings.folders import folder_jobs, own_folders
    from formcheck.app.recordings.jobs import Job
    from formcheck.core.body.landmarks import Side
    from formcheck.core.records.planned import PlannedSides
    from formcheck.core.stretch.spec import Mode, Plan
    from formcheck.resources import model_file, poses_dir
    from formcheck.stretches.judging import judging_of
    from formcheck.stretches.loading import find_stretch
    from formcheck.stretches.profiles import read_profile

    stretches = poses or poses_dir()
    known_as = find_stretch(stretch, stretches) if stretch is not None else None
    own = read_profile(profile) if profile else kept_profile(person)
    if person is not None and own.person not in ("", person):
        raise typer.BadParameter(f"--person {person}: the profile is {own.person}'s")
    bundle, kept = model_file(model), _keep(person, note, wanted=keep)
    conditions, judging = conditions_of(stretches), judging_of(stretches)
    by_plan = kept_plan(person, stretches, date.today())

    def options_for(spec: StretchSpec, video: Path) -> Options:
        planned_by = None
        if by_plan is not None:
            planned_by = by_plan.on(recorded_on(video, started_at))
        known, agreed = own, False
        if planned_by is not None:
            known = planned_by.profile(own, judging.stretch.own_range)
            agreed = planned_by.agreed(spec, own, conditions)
        judged = judged_as(known, spec, Mode(mode.value), conditions, agreed=agreed)
        plan = Plan(
            side=None if side is SideChoice.AUTO else Side[side.name],
            mode=judged.mode,
            hold_s=hold,
            reps=reps,
        )
        planned, notes = PlannedSides(), judged.notes
        if planned_by is not None:
            plan, planned = planned_by.planned(spec, plan)
            notes = (*notes, *planned_by.notes(spec))
        return Options(
            stretch=spec,
            model=bundle,
            profile=judged.profile,
            advice=notes,
            plan=plan,
            planned=planned,
            judging=judging,
            from_s=from_s,
            to_s=to_s,
            slowed=slowed,
            started_at=started_at,
            mirrored=mirrored,
            rotate_deg=int(rotate.value) if rotate else 0,
            every_frame=every_frame,
            keep=kept,
            pictures=pictures,
            annotate=annotate or blur_face,
            blur_face=blur_face,
            style=style,
        )

    run = _runner(jobs, dask)
    if whole is not None:
        from formcheck.app.recordings.running import run_folder

        todo, names, refused = folder_jobs(whole, out, stretches, known_as, options_for)
        everything = run_folder(todo, names, refused, run, out, style)
    else:
        from formcheck.app.recordings.running import run_and_show

        assert known_as is not None
        folders = own_folders([(video, video.parent) for video in videos], out)
        pairs = zip(videos, folders, strict=True)
        single = [Job(v, f, options_for(known_as, v)) for v, f in pairs]
        everything = run_and_show(single, run, explain=explain)
    if kept is not None and (told := due_told(kept.person)):
        print(told)
    raise typer.Exit(0 if everything else BAD_INPUT)


def _which(video: Path, poses: Path | None) -> str:
    """Ask what is done in a video, with the stretch of its name as the example."""
    from formcheck.app.recordings.folders import stretch_by_name
    from formcheck.resources import poses_dir
    from formcheck.stretches.loading import stretch_files

    ids = [path.stem for path in stretch_files(poses or poses_dir())]
    meant = stretch_by_name(Path(video.name), Path(), ids) or "bridge"
    return (
        f"{printable(video)}: which stretch is it? Say --stretch, as in "
        f"--stretch {meant}; `formcheck list` has them all"
    )


def _folder_of(videos: list[Path]) -> Path | None:
    """Return the folder that is to be analysed whole, None for single recordings."""
    folders = [video for video in videos if video.is_dir()]
    if folders and len(videos) > 1:
        raise typer.BadParameter(f"{folders[0]}: a folder goes alone")
    return folders[0] if folders else None


def _runner(jobs: int | None, dask: str | None) -> Runner:
    """Return what runs the videos: processes here, or somebody's cluster."""
    from functools import partial

    if dask is None:
        from formcheck.app.recordings.jobs import run_jobs

        return partial(run_jobs, workers=jobs or _cores())
    from formcheck.app.recordings.cluster import run_on_cluster

    return partial(run_on_cluster, address=dask)


def _keep(person: str | None, note: str, *, wanted: bool) -> Keep | None:
    """Say whose session it becomes, if anybody's."""
    from formcheck.app.recordings.analysis import Keep

    if person is None and not wanted:
        if note:
            raise typer.BadParameter("--note is kept with a session: add --keep")
        return None
    return Keep(person_told(person), note=note)


def demo(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the results go.")
    ] = Path("formcheck-demo"),
) -> None:
    """Analyse the clip that comes with formcheck."""
    from formcheck.app.recordings.analysis import Options
    from formcheck.app.recordings.jobs import Job
    from formcheck.app.recordings.running import run_and_show
    from formcheck.core.stretch.spec import Plan, Profile
    from formcheck.resources import demo_clip, model_file, poses_dir
    from formcheck.stretches.loading import find_stretch

    options = Options(
        stretch=find_stretch("bridge", poses_dir()),
        model=model_file(),
        profile=Profile(),
        plan=Plan(),
    )
    job = Job(demo_clip(), _writable(out), options)
    raise typer.Exit(0 if run_and_show([job], _runner(1, None)) else BAD_INPUT)


def _check_numbers(
    from_s: float,
    to_s: float | None,
    hold: float | None,
    reps: int | None,
    slowed: float | None,
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
    if slowed is not None and not 1 <= slowed <= 100:
        raise typer.BadParameter(f"--slowed {slowed:g}: from 1 to 100")


def _recorded_at(text: str) -> str:
    """Read a date, or a date and a time, of this place or with its offset."""
    from formcheck.app.history.store import when_text

    wrong = typer.BadParameter(
        f"--date {printable(text)}: a day that was, as 2026-03-01 or 2026-03-01T18:30"
    )
    try:
        when = datetime.fromisoformat(text.strip())
        if len(text.strip()) <= len("2026-03-01"):
            when = when.replace(hour=12)  # of that day, wherever it is read
            if when.date() == datetime.now().date():
                when = min(when, datetime.now())
        if when.year < 1980 or when.astimezone() > datetime.now(UTC):
            raise wrong
        return when_text(when)
    except (ValueError, OverflowError):
        raise wrong from None


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
