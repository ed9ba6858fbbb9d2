"""Run the program and turn what happens into an exit status: 0 done, 1 input at fault, 2 usage, 130 interrupted."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

from cswo_eval.framework.problems import CswoEvalError

# Set where a traceback is wanted by someone who mends the program; a user never sees one.
TRACEBACK_VARIABLE = "CSWO_EVAL_TRACEBACK"

INTERRUPTED = 130
STOPPED = "\nStopped. All that you had entered is saved; only a line not ended with Enter is lost."


def main() -> NoReturn:
    """Run `cswo-eval` with the process's arguments and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    _prepare_streams()
    _treat_hang_up_as_interruption()
    try:
        from cswo_eval.cli.app import build_app  # here, so that even a broken installation is reported in words

        result = build_app(arguments[0] if arguments else None)(arguments, prog_name="cswo-eval", standalone_mode=False)
        sys.stdout.flush()
        if result == INTERRUPTED:
            return _fail(STOPPED, INTERRUPTED)
        return result if isinstance(result, int) else 0
    except CswoEvalError as error:
        return _fail(str(error), 1)
    except KeyboardInterrupt:
        return _fail(STOPPED, INTERRUPTED)
    except BrokenPipeError:
        # The reader (such as `head`) has enough: not an error. Point stdout elsewhere so that the exit is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is not None:  # Typer's own errors of usage
            context = getattr(error, "ctx", None)
            hint = f"\nSee `{context.command_path} --help`." if context is not None else ""
            return _fail(f"{usage()}{hint}", int(getattr(error, "exit_code", 2)))
        if type(error).__name__ == "Abort":
            return _fail(STOPPED, INTERRUPTED)
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        return _fail(
            f"Something went wrong inside cswo-eval ({type(error).__name__}). What was saved before is safe. Set "
            f"{TRACEBACK_VARIABLE}=1 and run it again to see where; leave your own words out of any report.",
            1,
        )


def _fail(sentence: str, status: int) -> int:
    from cswo_eval.report.terminal.safe_text import visible  # a sentence may repeat what was typed or read

    try:
        if sys.stderr.isatty():  # a terminal would break lines in the middle of a word
            import shutil

            from cswo_eval.report.terminal.wrapping import wrapped

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
    from cswo_eval.report.terminal.safe_text import NEAREST_HANDLER

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NEAREST_HANDLER)


def _treat_hang_up_as_interruption() -> None:
    """A closed window or a stopped process ends like Ctrl-C, so that the lines typed so far are kept."""
    import signal

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGHUP", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(ValueError, OSError):  # only the main thread may; a test runner may hold it
                signal.signal(number, interrupt)
