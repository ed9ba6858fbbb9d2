"""The rooms of the program and who may use what: read from the imports of every module, wherever in it they stand."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from processes import together

import cswo_eval

ROOMS = (
    *("text", "files", "framework", "forms", "record", "confidentiality", "walk", "analysis", "planning", "disclosure"),
    *("pages", "formats", "exchange", "cli"),
)
"""In the order of design.md: a room may use those before it, and itself."""

# What takes long to import and one command in many needs: never at the top of a module.
HEAVY = {"icalendar", "filelock", "platformdirs", "docx", "xlsxwriter", "openpyxl", "pypdf", "typst", "PIL", "lxml"}
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests", "httpx", "aiohttp", "xmlrpc"}
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "monotonic", "perf_counter", "time", "time_ns"}


@dataclass(frozen=True)
class Import:
    """One import: the module that makes it, what it names, and whether it happens whenever the module is loaded."""

    by: str
    line: int
    name: str
    at_once: bool

    def __str__(self) -> str:
        """Say where to look."""
        return f"{self.by}, line {self.line}: {self.name}"


def imports_of(module: str, source: str) -> list[Import]:
    """Every import in a source, those within functions and classes too. One for type checkers only is not at once."""
    found: list[Import] = []

    def look(node: ast.AST, at_once: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend(Import(module, node.lineno, one.name, at_once) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # relative: from the package that the module stands in
                parts = module.split(".")
                base = ".".join(part for part in (*parts[: len(parts) - node.level], base) if part)
            found.append(Import(module, node.lineno, base, at_once))
            found.extend(Import(module, node.lineno, f"{base}.{one.name}", at_once) for one in node.names)
        later = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            later = True
        for child in ast.iter_child_nodes(node):
            look(child, at_once and not later)

    look(ast.parse(source), True)
    return found


def sources() -> dict[str, str]:
    """Every module of the program as it is installed, by its dotted name."""
    root = Path(cswo_eval.__file__).parent
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(("cswo_eval", *parts)).removesuffix(".__init__")
        found[name] = path.read_text(encoding="utf-8")
    return found


SOURCES = sources()
IMPORTS = [one for name, source in SOURCES.items() for one in imports_of(name, source)]


def room_of(name: str) -> str | None:
    """The room that a dotted name lies in; None for what is not ours and for the package's own two modules."""
    parts = name.split(".")
    return parts[1] if parts[0] == "cswo_eval" and len(parts) > 1 and parts[1] in ROOMS else None


def top(name: str) -> str:
    """The library that a dotted name belongs to."""
    return name.split(".")[0]


def may_use(user: str, used: str) -> bool:
    """Whether a module of one room may import from another: only upwards in the list."""
    return ROOMS.index(used) <= ROOMS.index(user)


def in_core(module: str) -> bool:
    """Whether a module is part of what neither asks, prints nor reads the clock: every room but cli."""
    return room_of(module) not in ("cli", None)


# --- the guard looks at something -------------------------------------------------------------------------------


def test_every_module_was_seen() -> None:
    """The same as Python's own list of the package, with every room that there is, and enough imports to judge."""
    own_list = {one.name for one in pkgutil.walk_packages(cswo_eval.__path__, "cswo_eval.")}
    assert set(SOURCES) == {*own_list, "cswo_eval"}
    assert len(SOURCES) > 50
    for room in ("framework", "record", "walk", "analysis", "planning", "pages", "formats", "cli"):
        assert len([name for name in SOURCES if room_of(name) == room]) >= 3, room
    assert len([one for one in IMPORTS if top(one.name) == "cswo_eval" and not one.at_once]) > 20
    assert len([one for one in IMPORTS if top(one.name) == "cswo_eval" and one.at_once]) > 100


def test_every_folder_of_the_program_is_a_room_of_the_design() -> None:
    folders = {path.parent.name for path in Path(cswo_eval.__file__).parent.glob("*/__init__.py")}
    assert folders
    assert folders <= set(ROOMS)


WRONG = """
import json
from cswo_eval.framework import models
class Reader:
    import rich.table as tables
    def read(self):
        async def later():
            from cswo_eval.cli.terminal import Terminal
        try:
            import typer
        except ImportError:
            pass
        return lambda: __import__
if TYPE_CHECKING:
    from rich.console import Console
from ..planning import goals
from . import words
"""


def test_the_reader_of_imports_finds_them_wherever_they_stand() -> None:
    """At the top, in a class, in a function in a function, in a try, for type checkers only, and relative ones."""
    found = {(one.name, one.at_once) for one in imports_of("cswo_eval.walk.reading", WRONG)}
    assert found == {
        ("json", True),
        ("cswo_eval.framework", True),
        ("cswo_eval.framework.models", True),
        ("rich.table", True),
        ("cswo_eval.cli.terminal", False),
        ("cswo_eval.cli.terminal.Terminal", False),
        ("typer", False),
        ("rich.console", False),
        ("rich.console.Console", False),
        ("cswo_eval.planning", True),
        ("cswo_eval.planning.goals", True),
        ("cswo_eval.walk", True),
        ("cswo_eval.walk.words", True),
    }


@pytest.mark.parametrize(("user", "used"), [("framework", "record"), ("walk", "cli"), ("analysis", "planning")])
def test_the_rule_forbids_what_it_should(user: str, used: str) -> None:
    assert not may_use(user, used)
    assert may_use(used, user)
    assert may_use(user, user)


# --- the rules --------------------------------------------------------------------------------------------------


def test_a_room_imports_only_rooms_above_it() -> None:
    crossing = [
        (one, user, used)
        for one in IMPORTS
        if (user := room_of(one.by)) and (used := room_of(one.name)) and user != used
    ]
    assert len(crossing) > 100
    assert [str(one) for one, user, used in crossing if not may_use(user, used)] == []


def test_every_import_of_our_own_names_a_module_that_is_there() -> None:
    """An import within a function would otherwise fail only when its command is run."""
    named = {one.name for one in IMPORTS if top(one.name) == "cswo_eval"}
    missing = [name for name in named if name not in SOURCES and name.rpartition(".")[0] not in SOURCES]
    assert missing == []
    assert all(importlib.util.find_spec(name) for name in named if name in SOURCES)


def test_typer_is_used_in_cli_only() -> None:
    users = {one.by for one in IMPORTS if top(one.name) in ("typer", "click")}
    assert users
    assert [name for name in users if room_of(name) != "cli"] == []


def test_rich_is_used_in_cli_and_in_the_terminal_renderer_only() -> None:
    users = {one.by for one in IMPORTS if top(one.name) == "rich"}
    assert users
    allowed = [name for name in users if room_of(name) == "cli" or name.startswith("cswo_eval.formats.terminal")]
    assert sorted(users) == sorted(allowed)


def test_heavy_libraries_are_imported_within_the_function_that_needs_them() -> None:
    heavy = [one for one in IMPORTS if top(one.name) in HEAVY]
    assert {top(one.name) for one in heavy} == HEAVY
    assert [str(one) for one in heavy if one.at_once] == []


def test_rich_is_imported_at_once_by_the_terminal_renderer_only() -> None:
    at_once = [one for one in IMPORTS if top(one.name) == "rich" and one.at_once]
    assert [str(one) for one in at_once if not one.by.startswith("cswo_eval.formats.terminal")] == []


def test_nothing_imports_a_way_to_the_network() -> None:
    assert [str(one) for one in IMPORTS if top(one.name) in NETWORK] == []


def test_nothing_imports_a_library_that_the_package_does_not_ask_for() -> None:
    """Test tools above all: they are not there on a user's machine."""
    asked_for = {
        *(
            "typer",
            "rich",
            "pydantic",
            "pydantic_core",
            "annotated_types",
            "yaml",
            "platformdirs",
            "filelock",
            "icalendar",
        ),
        *("docx", "xlsxwriter", "openpyxl", "pypdf", "typst", "PIL", "lxml"),
    }
    others = {top(one.name) for one in IMPORTS} - {*sys.stdlib_module_names, "cswo_eval"}
    assert others <= asked_for


def calls_in(source: str) -> list[tuple[int, str]]:
    """Every call by name in a source: `print`, or `.today` for one on anything."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                found.append((node.lineno, node.func.id))
            elif isinstance(node.func, ast.Attribute):
                found.append((node.lineno, f".{node.func.attr}"))
    return found


def test_the_reader_of_calls_finds_them() -> None:
    assert calls_in("def f():\n    return [date.today(), print(datetime.now(UTC))]") == [
        (2, ".today"),
        (2, "print"),
        (2, ".now"),
    ]


def test_the_core_does_not_read_the_clock() -> None:
    """It is told what day it is, so that the same input gives the same output."""
    assert [".today" for _, call in calls_in(SOURCES["cswo_eval.cli.setting"]) if call == ".today"]
    clocks = {f".{clock}" for clock in CLOCKS} | CLOCKS - {"time"}  # time(9, 30) is a time of day, not a clock
    found = [(name, *call) for name, source in SOURCES.items() if in_core(name) for call in calls_in(source)]
    assert len(found) > 1000
    assert [one for one in found if one[2] in clocks] == []


def test_the_core_neither_prints_nor_asks() -> None:
    """No print, no input, no leaving the program; standard streams are not touched either."""
    found = [(name, *call) for name, source in SOURCES.items() if in_core(name) for call in calls_in(source)]
    assert [one for one in found if one[2] in ("print", "input", "exit", "quit", "breakpoint")] == []
    streams = [
        (name, node.lineno, node.attr)
        for name, source in SOURCES.items()
        if in_core(name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr", "stdin", "argv", "exit")
    ]
    assert streams == []


def test_chance_is_used_only_to_make_the_ids_of_a_record_and_names_of_temporary_files() -> None:
    """A plan made again from the same input is the same plan."""
    users = {one.by for one in IMPORTS if top(one.name) in ("random", "secrets", "uuid", "tempfile")}
    assert {room_of(name) for name in users} <= {"record", "cli"}


def test_pure_rooms_touch_no_file() -> None:
    """The walk, the analysis and the planning take values and return values."""
    pure = {name: source for name, source in SOURCES.items() if room_of(name) in ("walk", "analysis", "planning")}
    assert len(pure) > 15
    calls = [(name, *call) for name, source in pure.items() for call in calls_in(source)]
    touching = {"open", ".open", ".read_text", ".write_text", ".read_bytes", ".write_bytes", ".unlink", ".mkdir"}
    assert [one for one in calls if one[2] in touching] == []
    assert [str(one) for one in IMPORTS if one.by in pure and top(one.name) in ("os", "pathlib", "shutil", "io")] == []


# --- a house to live in -----------------------------------------------------------------------------------------


def modules_used(by: str) -> set[str]:
    """The modules of ours that one of ours imports, wherever in it and for whatever reason."""
    named = {one.name for one in IMPORTS if one.by == by and top(one.name) == "cswo_eval"}
    return {name if name in SOURCES else name.rpartition(".")[0] for name in named} - {by, "cswo_eval"}


def circles(uses: dict[str, set[str]]) -> list[list[str]]:
    """Every circle of files, each once: those from which one comes back to where one began (Tarjan)."""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        stack.append(name)
        for used in sorted(uses.get(name, ())):
            if used not in number:
                visit(used)
                lowest[name] = min(lowest[name], lowest[used])
            elif used in stack:
                lowest[name] = min(lowest[name], number[used])
        if lowest[name] == number[name]:
            circle = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(circle) > 1:
                found.append(sorted(circle))

    for name in sorted(uses):
        if name not in number:
            visit(name)
    return found


def branches(function: ast.AST) -> int:
    """How many ways there are through a function beside the straight one, those of functions within it too."""
    kinds = ast.If | ast.For | ast.AsyncFor | ast.While | ast.IfExp | ast.ExceptHandler | ast.match_case
    count = 0
    for node in ast.walk(function):
        if isinstance(node, kinds):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
    return count


def test_the_finder_of_circles_finds_them() -> None:
    """One of two, one of three, and none where everything leads one way."""
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert circles({"a": {"b"}, "b": {"a", "c"}, "c": {"d"}, "d": {"e"}, "e": {"c"}}) == [["c", "d", "e"], ["a", "b"]]


def test_no_files_import_one_another_in_a_circle() -> None:
    uses = {name: modules_used(name) for name in SOURCES}
    assert sum(map(len, uses.values())) > 500
    assert circles(uses) == []


def test_the_counter_of_branches_counts_each() -> None:
    source = """
def f(x):
    if x and x > 1 or x < 0:
        return [y for y in x if y]
    for z in x:
        try:
            g(z if z else 0)
        except ValueError:
            pass
"""
    assert branches(ast.parse(source)) == 8


def test_no_function_has_more_than_25_branches() -> None:
    functions = [
        (branches(node), f"{name}.{node.name}")
        for name, source in SOURCES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert len(functions) > 1500
    assert [one for one in functions if one[0] > 25] == []


def test_no_file_has_more_than_450_lines_and_no_folder_more_than_30_files() -> None:
    root = Path(cswo_eval.__file__).parent
    assert [name for name, source in SOURCES.items() if source.count("\n") > 450] == []
    folders = {folder: len(list(folder.glob("*.py"))) for folder in (root, *root.rglob("*")) if folder.is_dir()}
    assert max(folders.values()) > 5
    assert [folder for folder, files in folders.items() if files > 30] == []


def test_no_three_files_have_one_name_but_for_sisters_in_formats() -> None:
    """Where each format has its `tables.py`, they play the same part; elsewhere a name tells one file from another."""
    names = [name.rpartition(".")[2] for name in SOURCES if not name.startswith("cswo_eval.formats.")]
    packages = {name.rpartition(".")[2] for name in SOURCES if any(other.startswith(f"{name}.") for other in SOURCES)}
    assert len(names) > 100
    assert sorted({one for one in names if one not in packages and names.count(one) > 2}) == []


def test_there_are_two_kinds_of_value_and_no_third() -> None:
    """A Shape for what is stored, a NamedTuple for what is passed on: no dataclass, and pydantic only where it checks."""
    assert [str(one) for one in IMPORTS if top(one.name) == "dataclasses"] == []
    users = {one.by for one in IMPORTS if top(one.name) in ("pydantic", "pydantic_core")}
    assert users == {"cswo_eval.files.shapes", "cswo_eval.files.checked_yaml"}


def test_what_touches_typers_private_parts_stands_in_one_file() -> None:
    """A name with a line before it, of anything that is Typer's: `_runtime_param` and the like."""
    private = {
        (name, node.attr)
        for name, source in SOURCES.items()
        if any(top(one.name) == "typer" for one in IMPORTS if one.by == name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__")
        if node.attr not in ("_replace",)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }
    assert {name for name, _ in private} == {"cswo_eval.cli.typer_private_parts"}


# --- and in fact ------------------------------------------------------------------------------------------------


def loaded_by(room: str) -> set[str]:
    """The outside libraries that a fresh Python has loaded after importing every module of a room."""
    modules = [name for name in SOURCES if room_of(name) == room and not name.startswith("cswo_eval.formats.terminal")]
    program = f"import sys, {', '.join(modules)}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_loading_a_room_of_the_core_loads_neither_typer_nor_rich_nor_what_is_heavy() -> None:
    """Whatever the sources say: this is what Python did."""
    rooms = sorted({room for name in SOURCES if (room := room_of(name)) and room != "cli"})
    assert len(rooms) >= 6
    loaded = dict(zip(rooms, together(lambda room=room: loaded_by(room) for room in rooms), strict=True))  # type: ignore[misc]
    assert all("cswo_eval" in libraries for libraries in loaded.values())
    for room, libraries in loaded.items():
        assert libraries & {"typer", "click", "rich", *HEAVY} == set(), room
