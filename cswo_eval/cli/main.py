"""Run the program and turn what happens into an exit status: 0 done, 1 input at fault, 2 usage, 130 interrupted."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import NoReturn

from cswo_eval.text.problems import CswoEvalError

# Set where a traceback is wanted by someone who mends the program; a user never sees one.
TRACEBACK_VARIABLE = "CSWO_EVAL_TRACEBACK"

INTERRUPTED = 130

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Reading files makes many objects and hardly any rings of them: looking for such rings as often as Python does by itself
takes a tenth of a command's time."""


def main() -> NoReturn:
    """Run `cswo-eval` with the process's arguments and exit."""
    import gc

    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    status = run(sys.argv[1:])
    gc.freeze()  # what is left is given back with the process: nothing is gained by looking through it first
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    try:
        _prepare_streams()
        _take_signals()
        if any("\ud800" <= character <= "\udfff" for one in arguments for character in one):
            return _fail("Some of what was typed after the command could not be read as text. Please type it again.", 1)
        from cswo_eval.cli.app import (  # here, so that even a broken installation is reported in words
            COMMANDS,
            build_app,
        )

        groups = frozenset(name for name, place in COMMANDS.items() if place.is_group)
        arguments = with_options_behind(arguments, frozenset(COMMANDS), groups)
        result = build_app(arguments[0] if arguments else None)(arguments, prog_name="cswo-eval", standalone_mode=False)
        sys.stdout.flush()
        if result == INTERRUPTED:
            return _fail(_stopped(arguments), INTERRUPTED)
        return result if isinstance(result, int) else 0
    except CswoEvalError as error:
        return _fail(str(error), 1)
    except KeyboardInterrupt:
        return _fail(_stopped(arguments), INTERRUPTED)
    except (BrokenPipeError, SystemExit):  # Click makes the one into the other
        # The reader (such as `head`) has enough: not an error. Point stdout elsewhere so that the exit is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # such as a full disk behind `> file`
        what = f"The system refused {error.filename}" if error.filename else "The system refused"
        return _fail(f"{what}: {error.strerror or 'no reason given'}. What was saved before is safe.", 1)
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is not None:  # Typer's own errors of usage
            context = getattr(error, "ctx", None)
            hint = f"\nSee `{context.command_path} --help`." if context is not None else ""
            return _fail(f"{usage()}{hint}", int(getattr(error, "exit_code", 2)))
        if type(error).__name__ == "Abort":
            return _fail(_stopped(arguments), INTERRUPTED)
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        return _fail(
            f"Something went wrong inside cswo-eval ({type(error).__name__}). What was saved before is safe. Set "
            f"{TRACEBACK_VARIABLE}=1 and run it again to see where; leave your own words out of any report.",
            1,
        )


TAKING_A_VALUE = ("--record", "--standards", "--today")
FLAGS = ("--json", "--plain")


def with_options_behind(arguments: list[str], commands: frozenset[str], groups: frozenset[str]) -> list[str]:
    """Return the arguments with the shared options that stand before a command's words moved behind those words.

    `--record DIR gaps` becomes `gaps --record DIR`, and `evidence --record DIR show E1` becomes
    `evidence show --record DIR E1`: each command reads these options itself. An option given behind the command comes
    later, and so it wins. `groups`: the commands that have commands of their own.
    """
    moved, rest = _leading_options(arguments)
    if not rest or rest[0] not in commands:  # the home screen, or nothing that is known: as it stands
        return arguments
    words, rest = rest[:1], rest[1:]
    if words[0] in groups:
        more, rest = _leading_options(rest)
        if not rest or rest[0].startswith("-"):  # no command of the group: its help, or what is wrong, is shown
            return [*words, *rest]
        moved, words, rest = [*moved, *more], [*words, rest[0]], rest[1:]
    return [*words, *moved, *rest]


def _leading_options(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the shared options at the beginning with their values, and the rest. One without its value ends them."""
    end = 0
    while end < len(arguments):
        name, equals, _ = arguments[end].partition("=")
        if arguments[end] in FLAGS or (name in TAKING_A_VALUE and equals):
            end += 1
        elif name in TAKING_A_VALUE and end + 1 < len(arguments):
            end += 2
        else:
            break
    return arguments[:end], arguments[end:]


def _stopped(arguments: list[str]) -> str:
    """Return what to say after an interruption: about what was entered only where something could be."""
    if arguments[:1] in (["assess"], ["plan"], ["evidence"]) or arguments[:2] == ["portfolio", "claim"]:
        return "\nStopped. All that you had entered is saved; only a line not ended with Enter is lost."
    return "\nStopped."


def _fail(sentence: str, status: int) -> int:
    from cswo_eval.text.visible import visible  # a sentence may repeat what was typed or read

    try:
        if sys.stderr.isatty():  # a terminal would break lines in the middle of a word
            import shutil

            from cswo_eval.formats.terminal.wrapped_lines import wrapped

            width = shutil.get_terminal_size().columns
            sentence = "\n".join(
                line
                for one in sentence.split("\n")
                for line in wrapped(one, width, rest="  " if one.startswith("  ") else "")
            )
        sys.stderr.write(visible(sentence) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # there is nobody left to tell
    return status


def _prepare_streams() -> None:
    """Let every console show every text: what it has no character for becomes the nearest that it has."""
    from cswo_eval.text.visible import NEAREST_HANDLER

    sys.stdout = sys.stdout or io.TextIOWrapper(io.BytesIO())  # None where the process was started without
    sys.stderr = sys.stderr or io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NEAREST_HANDLER)


def _take_signals() -> None:
    """Let Ctrl-C, a closed window and a stopped process end alike: once, so that a second one cannot break the saving."""
    import signal

    numbers = [
        number
        for name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT", "SIGBREAK")
        if (number := getattr(signal, name, None)) is not None
    ]

    def interrupt(_number: int, _frame: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in numbers:
        with contextlib.suppress(ValueError, OSError):  # only the main thread may
            signal.signal(number, interrupt)
