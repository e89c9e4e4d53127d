"""Write a stretch of your own and check it: `python own_stretch.py FOLDER`.

A stretch is one TOML file, and the nearest that there is, changed, is a good beginning.
`formcheck check FILE` says the same as this does.
"""

import sys
from pathlib import Path

import formcheck as fc

BRIDGE = Path(__file__).parents[1] / "poses" / "bridge.toml"


def write(folder: Path, target: str) -> Path:
    """Write a bridge with another target, in degrees at the hip."""
    text = BRIDGE.read_text(encoding="utf-8")
    here, _, after = text.partition("[target]")
    start = after.index("enter = ") + len("enter = ")
    end = after.index("]", start) + 1
    text = here + "[target]" + after[:start] + target + after[end:]
    text = text.replace('id = "bridge"', 'id = "my_bridge"')
    path = folder / "my_bridge.toml"
    path.write_text(text, encoding="utf-8")
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: own_stretch.py FOLDER")
    folder = Path(sys.argv[1])
    for target in ("[185, 160]", "[160, 185]"):  # the first is the wrong way round
        try:
            stretch = fc.load_stretch(write(folder, target))
        except fc.FormcheckError as error:
            print(f"with {target}:\n{error}")
        else:
            print(f"with {target}: good; it is judged by the {stretch.primary}")
