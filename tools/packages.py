"""What a wheel of formcheck pulls in: licences, and a bill of materials.

    python -m tools.packages            # name, version and licence of each
    python -m tools.packages sbom.json  # CycloneDX 1.5, of what is installed here

Exit status 1 where a licence is not known to go with Apache-2.0. What a wheel carries
beside its own code is not in its metadata; `CARRIED` has what was found in them.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "ci.txt"

ALLOWED = frozenset(
    ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT")
    + ("MIT-0", "MIT-CMU", "PSF-2.0", "Zlib", "BSD", "matplotlib")
)
"""Licences whose works may be used by one under Apache-2.0: they ask for notices alone.
`BSD` is what some say without a number; matplotlib's own is PSF's with other names."""

CARRIED = {
    "av": "FFmpeg (LGPL-2.1+), libx264 and libx265 (GPL-2.0+)",
    "opencv-python": "FFmpeg (LGPL-2.1+), Qt 5 (LGPL-3.0)",
    "numpy": "OpenBLAS (BSD-3-Clause), libgfortran (GPL-3.0 with GCC's exception)",
    "scipy": "OpenBLAS (BSD-3-Clause), libgfortran (GPL-3.0 with GCC's exception)",
}
"""Libraries inside wheels, by their vendors' lists; see NOTICE."""

_SAID = (
    (r"apache", "Apache-2.0"),
    (r"python software foundation|\bpsf\b", "PSF-2.0"),
    (r"bsd[ -]?2|simplified bsd", "BSD-2-Clause"),
    (r"bsd[ -]?3|new bsd|modified bsd", "BSD-3-Clause"),
    (r"\bisc\b", "ISC"),
    (r"^mit(\b|$)", "MIT"),
    (r"\bbsd\b", "BSD"),
    (r"gpl|gnu", "GPL"),
)
"""How licences are called where no SPDX name is used, the first that fits."""


@dataclass(frozen=True, slots=True)
class Package:
    """One that is installed. licence: as SPDX has it, empty where nobody says."""

    name: str
    version: str
    licence: str

    @property
    def goes_with_ours(self) -> bool:
        """Whether it may be used by what is under Apache-2.0."""
        either = [part.strip("() ") for part in re.split(r"\bOR\b", self.licence)]
        return any(
            {name.strip("() ") for name in re.split(r"\bAND\b", part)} <= ALLOWED
            for part in either
        )


def licence_of(about: Mapping[str, Any], classifiers: Iterable[str]) -> str:
    """Return a package's licence from its metadata."""
    if expression := about.get("License-Expression"):
        return str(expression)
    said = [c.rpartition("::")[2].strip() for c in classifiers if c[:7] == "License"]
    said.append(str(about.get("License") or "").split("\n")[0])
    for text in reversed(said):  # the field is more exact than the class, if it is one
        for pattern, name in _SAID:
            if re.search(pattern, text, re.IGNORECASE) and len(text) < 60:
                return name
    return ""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pulled_in(wanted: Iterable[str]) -> list[Package]:
    """Return what is installed for some requirements, and for theirs."""
    found: dict[str, Package] = {}
    todo = list(wanted)
    while todo:
        asked = Requirement(todo.pop())
        if asked.marker is not None and not asked.marker.evaluate({"extra": ""}):
            continue
        name = normal(asked.name)
        if name in found:
            continue
        known: Distribution = distribution(asked.name)
        about: Any = known.metadata
        licence = licence_of(about, about.get_all("Classifier") or [])
        found[name] = Package(name, known.version, licence)
        todo += known.requires or []
    return sorted(found.values(), key=lambda one: one.name)


def of_the_wheel() -> list[Package]:
    """Return all that `pip install` of a wheel brings, with `lab` and `cluster`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    return pulled_in(project["dependencies"] + extras["lab"] + extras["cluster"])


def digests(lock: str) -> dict[tuple[str, str], str]:
    """Return SHA-256 by name and version, from a lock file's text."""
    found = re.findall(r"^(\S+)==(\S+) --hash=sha256:([0-9a-f]{64})$", lock, re.M)
    return {(name, version): digest for name, version, digest in found}


def bill(packages: Iterable[Package], known: Mapping[tuple[str, str], str]) -> Any:
    """Return a CycloneDX bill of materials. known: digests of wheels."""
    components = []
    for one in packages:
        address = f"pkg:pypi/{one.name}@{one.version}"
        part: dict[str, Any] = {
            "type": "library",
            "bom-ref": address,
            "name": one.name,
            "version": one.version,
            "purl": address,
        }
        if one.licence:
            part["licenses"] = [{"license": {"name": one.licence}}]
        if digest := known.get((one.name, one.version)):
            part["hashes"] = [{"alg": "SHA-256", "content": digest}]
        if one.name in CARRIED:
            part["properties"] = [
                {"name": "formcheck:carried", "value": CARRIED[one.name]}
            ]
        components.append(part)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "formcheck"}},
        "components": components,
    }


def main(words: list[str]) -> int:
    packages = of_the_wheel()
    if words:
        known = digests(LOCK.read_text("utf-8"))
        Path(words[0]).write_text(json.dumps(bill(packages, known), indent=2) + "\n")
        return 0
    for one in packages:
        carried = CARRIED.get(one.name)
        beside = f"; carries {carried}" if carried else ""
        print(f"{one.name} {one.version}: {one.licence or 'not said'}{beside}")
    strange = [one.name for one in packages if not one.goes_with_ours]
    if strange:
        print(f"not known to go with Apache-2.0: {', '.join(strange)}")
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
