"""What turns a function into a command: the options that all share, the setting it works in, and its own options read.

    @command(record="needed", json=True)
    def show(setting: Setting, action: Annotated[str | None, typer.Argument(metavar="[ID]")] = None) -> None:

The function gets an opened setting and values. An option's annotation says how its text is read: `date`, `float` (hours),
`Leave`, or what a `ReadBy` beside it says; `tuple[date, ...]` may be repeated. A parameter that is a NamedTuple stands for an option
for each of its fields. All that is wrong is said at once, with status 1.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Collection
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from cswo_eval.cli.bare_setting import BareSetting, RecordNeed
from cswo_eval.cli.commands import KEEPS_ANSWERS
from cswo_eval.cli.mistakes import Mistakes
from cswo_eval.cli.options import SHARED, ReadBy, with_options
from cswo_eval.cli.typer_private_parts import name_typed

_AS_TYPED = (str, bool, tuple[str, str])
"""Types that need no reading: Typer gives them as they are."""


class _OwnOption(NamedTuple):
    """An option or argument of one command: how Typer is to take it, and what reads it (None: it stays as typed)."""

    name: str
    called: str
    """As it is typed, such as '--start'; '' for an argument."""
    for_typer: Any
    default: Any
    repeats: bool
    read: Callable[[str, Any], Any] | None

    def value(self, given: Any, setting: Any, mistakes: Mistakes) -> Any:
        """Return what the function gets. What cannot be read goes to `mistakes`."""
        if self.repeats:
            texts = tuple(given or ())
            read = self.read
            return texts if read is None else tuple(mistakes.reading(self.called, read, one, setting) for one in texts)
        if self.read is None or given is None or given == self.default:
            return given
        return mistakes.reading(self.called, self.read, given, setting)


def command(
    *,
    record: RecordNeed = "needed",
    json: bool = False,
    keeps_answers: bool = False,
    without: Collection[str] = (),
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what makes a command of a function.

    `record`: what it wants of the record; one that opens none is told no day either. `json`: its result can be had as JSON.
    `keeps_answers`: it asks, and saves each answer before the next question. `without`: shared options that it does not take.
    """
    missing = {*without, *(("record", "today") if record == "none" else ()), *(() if json else ("json",))}
    shared = {name: one for name, one in SHARED.items() if name not in missing}
    return lambda function: _made_of(function, record, shared, keeps_answers)


def _made_of(
    function: Callable[..., None], need: RecordNeed, shared: dict[str, tuple[Any, Any]], keeps_answers: bool
) -> Callable[..., None]:
    own = _own_options(function)

    bundles = _bundles(function)

    def run(**given: Any) -> None:
        said = {name: given.pop(name) for name in shared}
        if "json" in said:
            said["as_json"] = said.pop("json")
        setting = _setting(need, said, function.__name__.replace("_", " "))
        mistakes = Mistakes()
        values = {one.name: one.value(given[one.name], setting, mistakes) for one in own}
        mistakes.refuse()
        for name, bundle in bundles.items():
            values[name] = bundle(**{field: values.pop(field) for field in bundle._fields})  # type: ignore[attr-defined]
        function(setting, **values)

    taken = {one.name: (one.for_typer, one.default) for one in own} | shared
    run.__name__, run.__doc__ = function.__name__, function.__doc__
    setattr(run, KEEPS_ANSWERS, keeps_answers)
    return with_options(run, taken)


def _setting(need: RecordNeed, given: dict[str, Any], command: str) -> BareSetting:
    if need == "none":
        return BareSetting(**given)
    from cswo_eval.cli.setting import open_setting  # what reads no record loads nothing that does

    return open_setting(need, {**given, "command": command})


def _own_options(function: Callable[..., None]) -> list[_OwnOption]:
    bundles = _bundles(function)
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    found: list[_OwnOption] = []
    for one in parameters:
        if one.name not in bundles:
            found.append(_own_option(one.name, hints[one.name], one.default))
            continue
        bundle: Any = bundles[one.name]
        inner = get_type_hints(bundle, include_extras=True)
        found += [_own_option(name, inner[name], bundle._field_defaults[name]) for name in bundle._fields]
    return found


def _bundles(function: Callable[..., None]) -> dict[str, type[tuple[Any, ...]]]:
    """Return the parameters of a command that are several options in one: a NamedTuple, each field of which is an option."""
    hints = get_type_hints(function)
    return {name: kind for name, kind in hints.items() if isinstance(kind, type) and hasattr(kind, "_field_defaults")}


def _own_option(name: str, annotation: Any, default: Any) -> _OwnOption:
    kind, *marks = get_args(annotation)
    info = next(one for one in marks if not isinstance(one, ReadBy))
    one, repeats, optional = _taken_apart(kind)
    read = next((one.read for one in marks if isinstance(one, ReadBy)), None)
    if read is None and one not in _AS_TYPED:
        from cswo_eval.cli.option_readers import READERS  # many commands have none that need one

        read = READERS[one]
    for_typer: Any = list[str] if repeats else str if read is not None else one
    if optional or (repeats and default is not inspect.Parameter.empty):
        for_typer = for_typer | None
    default = None if repeats and default == () else default
    return _OwnOption(name, name_typed(info, name), Annotated[for_typer, info], default, repeats, read)


def _taken_apart(kind: Any) -> tuple[Any, bool, bool]:
    """Return the type of one value, whether there may be several (`tuple[date, ...]`), and whether there may be none."""
    optional = get_origin(kind) in (Union, types.UnionType)
    bare = next(one for one in get_args(kind) if one is not type(None)) if optional else kind
    repeats = get_origin(bare) is tuple and get_args(bare)[1:] == (...,)
    return get_args(bare)[0] if repeats else bare, repeats, optional
