"""What rests on how Typer works inside: tried with the oldest and the newest Typer that `pyproject.toml` allows.

Commands whose options are text as it was typed: Typer 0.29 builds a pydantic adapter for every option of every command, also for
plain text: a third of the time that a short command takes. Every option here is text or a flag, and `command.py` reads the text,
since a wrong date or number is the user's input at fault (status 1), not wrong usage. Where a later Typer works another way, the
assignment below changes nothing and only the time is lost.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.models import OptionInfo


class _TextAsTyped:
    """Takes the place of the adapter of one option."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the text as it is; for an option that may be repeated, a list."""
        if param.multiple or param.nargs == -1:
            return list(value) if value is not None else []
        return value


def _taking_text(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "_runtime_param", param) is None:
            param._runtime_param = _TextAsTyped()
    return params


class PlainCommand(TyperCommand):
    """A command whose options are text or flags."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options, each taking its text as typed."""
        return _taking_text(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of such commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options, each taking its text as typed."""
        return _taking_text(super().get_params(ctx))


def name_typed(info: Any, parameter: str) -> str:
    """Return how an option is typed, such as '--start', from what stands in its annotation; '' for an argument.

    Typer keeps the first name that an option is given as its default until it builds the option.
    """
    if not isinstance(info, OptionInfo):
        return ""
    name = info.default if isinstance(info.default, str) else f"--{parameter.replace('_', '-')}"
    return name.partition("/")[0]
