"""Run the program and turn what happens into an exit status: 0 done, 1 input at fault, 2 usage, 130 interrupted."""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from cswo_eval.cli.interviews.interruptions import take_signals
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
        take_signals()
        if any("\ud800" <= character <= "\udfff" for one in arguments for character in one):
            return _fail("Some of what was typed after the command could not be read as text. Please type it again.", 1)
        from cswo_eval.cli.app import app_for  # here, so that even a broken installation is reported in words
        from cswo_eval.cli.arguments import with_options_behind

        arguments = with_options_behind(arguments)
        result = app_for(arguments)(arguments, prog_name="cswo-eval", standalone_mode=False)
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


def _stopped(arguments: list[str]) -> str:
    """Return what to say after an interruption: about what was entered only where something could be."""
    try:
        from cswo_eval.cli.app import keeps_answers

        keeps = keeps_answers(arguments)
    except Exception:  # interrupted before the program was there: it is no time to say what is wrong with it
        keeps = False
    if keeps:
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
