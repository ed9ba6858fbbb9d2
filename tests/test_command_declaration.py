"""How a command is declared: shared options once, its own read by their annotation, and only what is asked for loaded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Annotated, Any

import pytest
import typer
from processes import whole_command

from cswo_eval.cli.app import keeps_answers
from cswo_eval.cli.arguments import with_options_behind, words_of
from cswo_eval.cli.command import command
from cswo_eval.cli.commands import COMMANDS
from cswo_eval.cli.option_readers import choice_of
from cswo_eval.cli.options import SHARED
from cswo_eval.cli.setting import Setting
from cswo_eval.cli.typer_private_parts import PlainCommand
from cswo_eval.record.models import Leave
from cswo_eval.record.sample import sample_folder
from cswo_eval.text.problems import CswoEvalError

pytestmark = pytest.mark.installed

GIVEN: list[dict[str, Any]] = []


@command(json=True)
def made_up(
    setting: Setting,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    day: Annotated[date | None, typer.Option("--day", metavar="DATE")] = None,
    hours: Annotated[float, typer.Option(metavar="N")] = 2,
    leave: Annotated[tuple[Leave, ...], typer.Option("--leave", metavar="FIRST..LAST")] = (),
    helpers: Annotated[tuple[str, ...], typer.Option("--helper", metavar="ROLE")] = (),
    pair: Annotated[tuple[str, str] | None, typer.Option("--pair")] = None,
    size: Annotated[str | None, typer.Option("--size"), choice_of(("small", "large"), "size")] = None,
    private: Annotated[bool | None, typer.Option("--private/--not-private")] = None,
) -> None:
    """A command that keeps what it is given."""
    GIVEN.append({**locals(), "today": setting.today, "as_json": setting.as_json})


def run(*arguments: str) -> dict[str, Any]:
    """What the made-up command is given for these arguments, on the sample record."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(cls=PlainCommand)(made_up)
    GIVEN.clear()
    app([*arguments, "--record", str(sample_folder())], standalone_mode=False)
    return GIVEN.pop()


def test_options_arrive_as_the_values_that_their_annotations_name() -> None:
    given = run(
        *("X", "--day", "14/9/2026", "--hours", "2,5", "--leave", "1/10/2026 to 5/10/2026", "--leave", "2026-12-24"),
        *("--helper", "the chief", "--helper", "a peer", "--pair", "T1", "a file", "--size", "LARGE", "--not-private"),
    )
    assert given["name"] == "X"
    assert given["day"] == date(2026, 9, 14)
    assert given["hours"] == 2.5
    days = [(one.first, one.last) for one in given["leave"]]
    assert days == [(date(2026, 10, 1), date(2026, 10, 5)), (date(2026, 12, 24), date(2026, 12, 24))]
    assert given["helpers"] == ("the chief", "a peer")
    assert given["pair"] == ("T1", "a file")
    assert given["size"] == "large"
    assert given["private"] is False


def test_what_is_not_given_is_what_the_command_says() -> None:
    given = run("X")
    names = ("day", "leave", "helpers", "pair", "size", "private", "as_json")
    assert [given[name] for name in names] == [None, (), (), None, None, None, False]
    assert float(given["hours"]) == 2.0


def test_text_arrives_as_it_was_typed() -> None:
    """No blank is lost, and nothing that looks like a number or a truth value becomes one."""
    for text in ("  two words ", "007", "true", "1e3", "a\nb", "é🏴", "[draft]", "%s", "''"):
        assert run(text, "--helper", text)["helpers"] == (text,)


def test_shared_options_reach_the_setting() -> None:
    given = run("X", "--today", "3 November 2026", "--json")
    assert (given["today"], given["as_json"]) == (date(2026, 11, 3), True)


def test_all_that_is_wrong_is_said_at_once_and_the_command_does_not_begin() -> None:
    with pytest.raises(CswoEvalError) as caught:
        run("X", "--day", "never", "--hours", "x", "--leave", "5/10/2026 to 1/10/2026", "--size", "huge")
    said = str(caught.value)
    assert said.startswith("4 things need mending, and nothing was changed:")
    assert [line.split(":")[0].strip() for line in said.splitlines()[1:]] == ["--day", "--hours", "--leave", "--size"]
    assert GIVEN == []


def every_command() -> list[tuple[str, Any]]:
    """Every command of the program by its words, as the parser has it."""
    found = []
    for name, one in whole_command().commands.items():
        members = getattr(one, "commands", None)
        found += [(f"{name} {word}", member) for word, member in members.items()] if members else [(name, one)]
    return found


def test_a_shared_option_means_the_same_on_every_command() -> None:
    """Its name, its help and whether it takes a value: declared once."""
    seen: dict[str, set[tuple[Any, ...]]] = {}
    for _, one in every_command():
        for option in one.params:
            if option.name in SHARED:
                seen.setdefault(option.name, set()).add(
                    (tuple(option.opts), option.help, option.is_flag, option.metavar)
                )
    assert {name: len(ways) for name, ways in seen.items()} == dict.fromkeys(SHARED, 1)


def test_a_command_that_opens_no_record_takes_neither_a_record_nor_a_day() -> None:
    taking = {words for words, one in every_command() if {"record", "today"} & {option.name for option in one.params}}
    every = {words for words, _ in every_command()}
    assert every - taking == {*(f"standard {one}" for one in COMMANDS["standard"].members), "portfolio verify"}


def test_every_command_has_a_line_in_the_list_and_help_of_its_own() -> None:
    assert len(every_command()) > 35
    assert [words for words, one in every_command() if not (one.help or "").strip()] == []
    assert [name for name, one in COMMANDS.items() if not 10 < len(one.says) <= 62] == []


@pytest.mark.parametrize(
    ("typed", "keeps"),
    [
        (["assess"], True),
        (["plan", "done", "A1"], True),
        (["plan", "review"], True),
        (["evidence", "add"], True),
        (["evidence", "reflect"], True),
        (["portfolio", "claim"], True),
        (["gaps"], False),
        (["plan", "show"], False),
        (["evidence", "list"], False),
        (["plan"], False),
        (["nonsense"], False),
        ([], False),
    ],
)
def test_what_is_said_of_answers_after_an_interruption_follows_from_the_command(typed: list[str], keeps: bool) -> None:
    assert keeps_answers(typed) is keeps


def test_shared_options_before_the_words_go_behind_them() -> None:
    typed = ["--record", "DIR", "evidence", "--plain", "show", "E1", "--today=1/9/2026"]
    assert with_options_behind(typed) == ["evidence", "show", "--record", "DIR", "--plain", "E1", "--today=1/9/2026"]
    assert words_of(["evidence", "show", "E1"]) == ("evidence", "show")
    assert words_of(["evidence", "nonsense"]) == ("evidence", "")


LOADED = """
import sys
import pydantic
adapters = []
made = pydantic.TypeAdapter.__init__
pydantic.TypeAdapter.__init__ = lambda self, kind, *others, **named: (adapters.append(kind), made(self, kind, *others, **named))[1]
from cswo_eval.cli.main import run
status = run(sys.argv[1:])
commands = sorted(name for name in sys.modules if name.startswith("cswo_eval.cli.commands."))
foreign = [kind for kind in adapters if not getattr(kind, "__module__", "").startswith("cswo_eval.record.")]
print(status, len(foreign), *commands, file=sys.stderr)
"""


def loaded_by(*arguments: str) -> tuple[int, int, list[str]]:
    """What a fresh process comes to: its exit status, how many adapters of pydantic's it made but for files, and the commands it loaded."""
    program = [sys.executable, "-c", LOADED, *arguments]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=120, encoding="utf-8")
    status, adapters, *commands = done.stderr.splitlines()[-1].split()
    return int(status), int(adapters), [name.removeprefix("cswo_eval.cli.commands.") for name in commands]


def test_only_the_module_of_the_command_that_is_asked_for_is_loaded() -> None:
    record = ("--record", str(sample_folder()))
    assert loaded_by("gaps", *record)[2] == ["gaps"]
    assert loaded_by("plan", "show", *record)[2] == ["plan", "plan.changed_plan", "plan.plan_show"]
    assert loaded_by("standard", "list")[2] == ["standard", "standard.standard_list"]
    assert loaded_by("--help")[2] == []


def test_no_option_has_an_adapter_of_pydantics_made_for_it() -> None:
    """Typer makes one for each option where it is let: a third of the time of a short command."""
    for typed in (["standard", "list"], ["gaps", "--record", str(sample_folder())], ["--help"]):
        assert loaded_by(*typed)[:2] == (0, 0)
