"""What is stored, as small frozen records: checked by pydantic where a file is not known to be good.

    class Entry(Shape):
        id: Annotated[str, Pattern(r"^E[0-9]+$")]
        title: Annotated[str, Len(1, 240)]
        level: Annotated[int, Ge(1), Le(5)]
        private: bool = False
        links: dict[str, str] = fresh(dict)

It reads as a pydantic model with annotated-types' constraints does, and is checked as a strict one: `True` is no 1, `"3"` no 3, a
name that is not a field is an error, and what is wrong is said without the value, which may be the owner's private words. It is no
pydantic model because importing pydantic and building models takes longer than reading the whole Standard: `validated` imports it,
`built` makes the same object without a check, for files that the program itself made or has tested.

A Shape is for what is stored or published; what is only passed on is a NamedTuple. Either is copied with changes by
`value._replace(field=...)`.
"""

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, Union, dataclass_transform, get_args, get_origin

ShapeType = TypeVar("ShapeType", bound="Shape")


class Pattern:
    """A regular expression that must occur in a text: the one constraint that annotated-types lacks."""

    def __init__(self, expression: str) -> None:
        self.expression = expression

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.expression}


class UniqueIds:
    """No two entries of a list may have the same id, or the same value of the field that `by` names.

    For a tuple of Shapes in which that field has no default. JSON Schema cannot say it, so its description does.
    """

    def __init__(self, by: str = "id") -> None:
        self.by = by

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import PydanticCustomError, core_schema

        def check(entries: tuple[Any, ...]) -> tuple[Any, ...]:
            if len({getattr(one, self.by) for one in entries}) < len(entries):
                raise PydanticCustomError("repeated", "Two entries have the same value where each needs its own.")
            return entries

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        return {**handler(schema), "description": f"No two entries have the same {self.by}."}


class Published:
    """What the JSON Schema of a field says besides, where it has no word of its own for a constraint, such as a date's bounds."""

    def __init__(self, **words: Any) -> None:
        self.words = words

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        return {**handler(schema), **self.words}


class OneOf:
    """Around a union: what fits none of its kinds has one problem of this name, not one for each of them."""

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        words = {"custom_error_type": self.problem, "custom_error_message": "It is none of what may stand here."}
        return {**handler(source), **words}


class TakenFor:
    """What an editor of a file may have written in another form is turned into the form that is kept, before it is checked."""

    def __init__(self, kept: Callable[[Any], Any]) -> None:
        self.kept = kept

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.kept, handler(source))


class _Fresh:
    """Stands as the default of a field that each new record gets an empty dictionary or list of its own for."""

    def __init__(self, kind: Callable[[], Any]) -> None:
        self.kind = kind


def fresh(kind: Callable[[], Any]) -> Any:
    """Return what stands as the default of a field whose value can be changed: `fresh(dict)` is a new one for each record."""
    return _Fresh(kind)


_TAKEN_STRICTLY = ("str", "int", "float", "bool", "date")


def _strictly(schema: Any) -> Any:
    """Return pydantic's schema of a field with texts, numbers, truth values and dates taken only as what they are.

    Not the whole of it: YAML gives a list, and a tuple is meant.
    """
    if isinstance(schema, list):
        return [_strictly(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _strictly(one) for name, one in schema.items()}
    if made.get("type") in _TAKEN_STRICTLY:
        made["strict"] = True
    if made.get("type") == "float":
        made["allow_inf_nan"] = False
    return made


def _within(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every mapping within a JSON schema, itself included."""
    if isinstance(schema, dict):
        yield schema
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for one in inner:
        yield from _within(one)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Shape:
    """A frozen record of named fields, made from its annotations. Two are equal where all their fields are.

    What a frozen dataclass gives, without the code that `dataclass` compiles for every class at every start.
    """

    _types: ClassVar[dict[str, Any]] = {}
    """The fields in order, with what each holds."""
    _defaults: ClassVar[dict[str, Any]] = {}
    _fresh: ClassVar[dict[str, Callable[[], Any]]] = {}

    def __init_subclass__(cls) -> None:
        # As text where the module puts its annotations off (`from __future__ import annotations`): made out here.
        own = inspect.get_annotations(cls, eval_str=True)
        given = {name: cls.__dict__[name] for name in own if name in cls.__dict__}
        for name, default in given.items():
            if isinstance(default, dict | list | set):
                raise TypeError(f"{cls.__name__}.{name}: all records would share this default. Write fresh(dict).")
        cls._types = {**cls._types, **own}
        cls._fresh = {**cls._fresh, **{name: one.kind for name, one in given.items() if isinstance(one, _Fresh)}}
        cls._defaults = {
            **cls._defaults,
            **{name: one.kind() if isinstance(one, _Fresh) else one for name, one in given.items()},
        }

    def __init__(self, **named: Any) -> None:
        fields = {**self._defaults, **named}
        if fields.keys() != self._types.keys():
            wrong = ", ".join(sorted(fields.keys() ^ self._types.keys()))
            raise TypeError(f"{type(self).__name__} lacks these fields, or has none such: {wrong}")
        for name, kind in self._fresh.items():
            if name not in named:
                fields[name] = kind()
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make another with _replace")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make another with _replace")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self._types)))

    def __repr__(self) -> str:
        """Name the shape and its id only: the rest may be the owner's private words."""
        return f"<{type(self).__name__} {self.__dict__.get('id', '')}>".replace(" >", ">")

    def _replace(self, **changes: Any) -> Self:
        """Return a copy with these fields changed, as a NamedTuple does. Raises TypeError for a field that does not exist."""
        return type(self)(**{**self.__dict__, **changes})

    @classmethod
    def default_of(cls, name: str) -> Any:
        """Return what a field holds where nothing is said."""
        return cls._defaults[name]

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        """Tell pydantic how to check one: all fields that have no default, and nothing besides."""
        from pydantic_core import core_schema

        fields = {}
        for name, kind in cls._types.items():
            schema = _strictly(handler.generate_schema(kind))
            required = name not in cls._defaults
            fields[name] = core_schema.typed_dict_field(schema, required=required)
        whole = core_schema.typed_dict_schema(
            fields,
            extra_behavior="forbid",
            total=False,
            cls_name=cls.__name__,
            config={"title": cls.__name__},
        )
        return core_schema.no_info_after_validator_function(lambda value: cls(**value), whole)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Say in the published schema, too, that nothing besides belongs there: pydantic does so by itself only from 2.12 on.

        And of names that must have a form it only says what stands under those that have it.
        """
        made = handler(schema)
        whole = handler.resolve_ref_schema(made)
        whole["additionalProperties"] = False
        for one in _within(whole.get("properties", {})):
            if "patternProperties" in one:
                one["additionalProperties"] = False
        return made


_adapters: dict[Any, Any] = {}
_builders: dict[Any, Callable[[Any], Any]] = {}


def adapter_of(shape: type) -> Any:
    """Return pydantic's adapter of a shape, made once."""
    if shape not in _adapters:
        from pydantic import TypeAdapter  # only where something is checked

        # What is wrong is said without what was written, which may be the owner's private words.
        _adapters[shape] = TypeAdapter(shape, config={"hide_input_in_errors": True})
    return _adapters[shape]


def validated(shape: type[ShapeType], value: Any) -> ShapeType:
    """Return `value` (as YAML gives it) as this shape. Raises pydantic's ValidationError with every problem."""
    result: ShapeType = adapter_of(shape).validate_python(value)
    return result


def built(shape: type[ShapeType], value: Any) -> ShapeType:
    """Return `value` as this shape without checking it: for what the program itself made or has tested."""
    result: ShapeType = _builder(shape)(value)
    return result


def plain(value: Shape) -> dict[str, Any]:
    """Return a shape as plain values for YAML, without the fields that hold their default, so that files stay short."""
    defaults = value._defaults
    return {
        name: _plain_value(held)
        for name in value._types
        if (held := getattr(value, name)) != defaults.get(name, _NOTHING)
    }


def all_fields(value: Shape) -> dict[str, Any]:
    """Return every field of a shape by its name, in order."""
    return {name: getattr(value, name) for name in value._types}


_NOTHING = object()


def _plain_value(value: Any) -> Any:
    if isinstance(value, Shape):
        return plain(value)
    if isinstance(value, tuple | list):
        return [_plain_value(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain_value(one) for key, one in value.items()}
    return value


def _same(value: Any) -> Any:
    return value


def _builder(kind: Any) -> Callable[[Any], Any]:
    """Return what turns a plain value into one of this type, made once."""
    if kind not in _builders:
        _builders[kind] = _new_builder(kind)
    return _builders[kind]


def _new_builder(kind: Any) -> Callable[[Any], Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *metadata = get_args(kind)
        made = _builder(inner)
        for one in metadata:
            if isinstance(one, TakenFor):
                made = _after(one.kept, made)
        return made
    if origin in (Union, types.UnionType):
        inner = [_builder(one) for one in get_args(kind) if one is not type(None)]
        if len(inner) == 1 and inner[0] is not _same:
            return lambda value: None if value is None else inner[0](value)
        return _same
    if origin is tuple:
        one = _builder(get_args(kind)[0])
        return tuple if one is _same else lambda value: tuple(map(one, value))
    if origin is dict:
        one = _builder(get_args(kind)[1])
        return _same if one is _same else lambda value: {key: one(held) for key, held in value.items()}
    if origin is Literal:
        return _same
    if kind is float:
        return float
    if isinstance(kind, type) and issubclass(kind, Shape):
        return _shape_builder(kind)
    return _same


def _after(first: Callable[[Any], Any], then: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return first if then is _same else lambda value: then(first(value))


def _shape_builder(shape: type[Shape]) -> Callable[[Any], Any]:
    converted = [(name, _builder(kind)) for name, kind in shape._types.items() if _builder(kind) is not _same]

    def build(value: dict[str, Any]) -> Any:
        fields = dict(value)
        for name, one in converted:
            if name in fields:
                fields[name] = one(fields[name])
        return shape(**fields)

    return build
