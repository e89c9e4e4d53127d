"""Judge a folder of videos into one pandas table: `python judge_folder.py FOLDER`.

A video is of the stretch that its name begins with: bridge_anna.mp4. Needs pandas.
"""

import sys
from pathlib import Path

import pandas as pd

import formcheck as fc


def judge_folder(folder: Path) -> pd.DataFrame:
    """Return a row for each repetition, with its video and its set's status."""
    rows = []
    for video in sorted(folder.glob("*.mp4")):
        fitting = [id for id in fc.list_stretches() if video.stem.startswith(id)]
        if not fitting:
            print(f"{video.name}: of which stretch?", file=sys.stderr)
            continue
        try:
            result = fc.judge_video(video, max(fitting, key=len))
        except fc.FormcheckError as error:
            print(error, file=sys.stderr)
            continue
        about = {"video": video.name, "stretch": result.stretch, "set": result.status}
        rows += [about | rep.model_dump(mode="json") for rep in result.reps]
    return pd.DataFrame(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: judge_folder.py FOLDER")
    table = judge_folder(Path(sys.argv[1]))
    print(table.to_string(index=False))
