"""Our standards as any reader of YAML has them, and every text in them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from cswo_eval.framework.standards_folder import own_standards_folder

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def files() -> dict[str, Any]:
    """Every file of our standards, read by PyYAML itself."""
    folder = own_standards_folder()
    return {
        path.relative_to(folder).as_posix(): yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        for path in sorted(folder.rglob("*.yaml"))
    }


def texts(value: Any, place: str = "") -> list[tuple[str, str]]:
    """Every text within a value, with the path to it."""
    if isinstance(value, str):
        return [(place, value)]
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in texts(one, f"{place}/{key}")]
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in texts(one, f"{place}/{number}")]
    return []


@cache
def prose() -> list[tuple[str, str]]:
    """Every text of every file, but ids and sources, with its place."""
    every = [found for name, value in files().items() for found in texts(value, name)]
    left_out = re.compile(r"/(id|document|place|kind|goal|phase|after/\d+|builds/\w+/\d+|guidance/\d+|elements/\d+)$")
    return [(place, text) for place, text in every if not left_out.search(place)]


def competencies() -> list[dict[str, Any]]:
    """The 80, as the files have them."""
    return [one for element in elements() for one in element["competencies"]]


def elements() -> list[dict[str, Any]]:
    """The 18, as the files have them."""
    outline = files()["standard/standard.yaml"]
    return [element for aspect in outline["aspects"] for element in files()[f"standard/{aspect}.yaml"]["elements"]]


def activities() -> list[dict[str, Any]]:
    """The catalogue, as the files have it."""
    return [one for name, value in files().items() if name.startswith("activities/") for one in value["activities"]]


def building(competency: str) -> list[dict[str, Any]]:
    """The activities that build a competency, mainly or also."""
    return [
        one
        for one in activities()
        if competency in one["builds"]["mainly"] or competency in one["builds"].get("also", [])
    ]
