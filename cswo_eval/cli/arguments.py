"""What was typed after `cswo-eval`: the shared options may stand before a command's words as well as behind them."""

from __future__ import annotations

from cswo_eval.cli.commands import COMMANDS
from cswo_eval.cli.options import names_of_shared_options


def with_options_behind(arguments: list[str]) -> list[str]:
    """Return the arguments with the shared options that stand before a command's words moved behind those words.

    `--record DIR gaps` becomes `gaps --record DIR`, and `evidence --record DIR show E1` becomes
    `evidence show --record DIR E1`: each command reads these options itself. An option given behind the command comes
    later, and so it wins.
    """
    moved, rest = _leading_options(arguments)
    if not rest or rest[0] not in COMMANDS:  # the home screen, or nothing that is known: as it stands
        return arguments
    words, rest = rest[:1], rest[1:]
    if COMMANDS[words[0]].members:
        more, rest = _leading_options(rest)
        if not rest or rest[0].startswith("-"):  # no command of the group: its help, or what is wrong, is shown
            return [*words, *rest]
        moved, words, rest = [*moved, *more], [*words, rest[0]], rest[1:]
    return [*words, *moved, *rest]


def _leading_options(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the shared options at the beginning with their values, and the rest. One without its value ends them."""
    taking_a_value, flags = names_of_shared_options()
    end = 0
    while end < len(arguments):
        name, equals, _ = arguments[end].partition("=")
        if arguments[end] in flags or (name in taking_a_value and equals):
            end += 1
        elif name in taking_a_value and end + 1 < len(arguments):
            end += 2
        else:
            break
    return arguments[:end], arguments[end:]


def words_of(arguments: list[str]) -> tuple[str, str]:
    """Return the command that is asked for and, of a group, its member; '' for what is not named or not known."""
    name = arguments[0] if arguments and arguments[0] in COMMANDS else ""
    member = arguments[1] if name and len(arguments) > 1 and arguments[1] in COMMANDS[name].members else ""
    return name, member
