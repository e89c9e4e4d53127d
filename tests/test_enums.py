"""Enums: whoever asks `if side:` means "is there one", and the first member is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

import pytest

import formcheck


def enums() -> Iterator[type[Enum]]:
    for module in pkgutil.walk_packages(formcheck.__path__, "formcheck."):
        if module.name.endswith("__main__"):
            continue
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, Enum):
                yield found


OWN: set[type[Enum]] = {
    e for e in enums() if e.__module__.startswith("formcheck.") and len(e)
}


@pytest.mark.parametrize("enum", sorted(OWN, key=str))
def test_every_member_is_true(enum: type[Enum]) -> None:
    assert [member for member in enum if not member] == []


def test_all_enums_are_found() -> None:
    assert {"Side", "Landmark", "SayKind", "Step", "Status"} <= {
        enum.__name__ for enum in OWN
    }
