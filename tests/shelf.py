"""The stretches as they are shipped, read once for all tests."""

from __future__ import annotations

from formcheck.core.stretch.spec import StretchSpec
from formcheck.resources import poses_dir
from formcheck.stretches.loading import list_stretches

SPECS: dict[str, StretchSpec] = {spec.id: spec for spec in list_stretches(poses_dir())}
