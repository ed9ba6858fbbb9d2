"""What the tests share: the real Standard, and the program run as a process."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.load import load_framework

if TYPE_CHECKING:
    from processes import Program


def examples(number: int) -> int:
    """How many examples a property is tried with: all of them in CI, half of them elsewhere."""
    return number if os.environ.get("CI") else number // 2


# The same examples every time, and no bound on the time of one, so that green is green anywhere; `--hypothesis-profile explore`
# looks for new ones, and for four times as many.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=examples(100))
settings.register_profile("explore", derandomize=False, deadline=None, max_examples=200)
settings.load_profile("steady")

# What a developer's shell, an editor or CI may have set and a new user's has not.
UNWANTED = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "GITHUB_ACTIONS",
    "COLUMNS",
    "LINES",
    "TERM",
    "EDITOR",
    "VISUAL",
    "PYTHONUTF8",
    "PYTHONIOENCODING",
    "PYTHONPATH",
    "PYTHONWARNINGS",
    "PYTHONDONTWRITEBYTECODE",  # every process would translate the whole program anew
    "CSWO_EVAL_RECORD",
    "CSWO_EVAL_STANDARDS",
    "CSWO_EVAL_TRACEBACK",
    "OneDrive",
)


@dataclass(frozen=True)
class Finished:
    """What a run of the program left: both streams as text, and the exit status."""

    stdout: str
    stderr: str
    status: int


def clean_environment(home: Path) -> dict[str, str]:
    """The environment of a new user whose home is `home`: the tester's own folders are out of reach."""
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    for name in ("HOME", "USERPROFILE"):
        environment[name] = str(home)
    environment["XDG_DATA_HOME"] = str(home / "data")
    environment["LOCALAPPDATA"] = environment["APPDATA"] = str(home / "data")
    return environment


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The Standard that comes with the program."""
    return load_framework()


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Finished]:
    """Run the program as a process of its own, in an empty folder, as a new user without a terminal."""
    home = tmp_path_factory.mktemp("home")

    def run_program(
        *arguments: str | Path,
        typed: str | bytes = "",
        environment: Mapping[str, str] | None = None,
        encoding: str | None = None,
        folder: Path | None = None,
    ) -> Finished:
        """`typed` is standard input, `environment` is added to a clean one, `encoding` is how the streams are read."""
        reads = encoding or locale.getencoding()
        done = subprocess.run(
            [sys.executable, "-m", "cswo_eval", *map(str, arguments)],
            input=typed if isinstance(typed, bytes) else typed.encode(reads),
            capture_output=True,
            env={**clean_environment(home), **(environment or {})},
            cwd=folder or home,
            timeout=120,
            check=False,
        )
        return Finished(
            done.stdout.decode(reads).replace("\r\n", "\n"),
            done.stderr.decode(reads).replace("\r\n", "\n"),
            done.returncode,
        )

    return run_program


@pytest.fixture
def run_inside(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Finished]:
    """Run the program as `run` does, but within this process: some ten times quicker, where a process proves no more."""
    from processes import run_here

    home = tmp_path_factory.mktemp("home")

    def run_program(
        *arguments: str | Path,
        typed: str | bytes = "",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Finished:
        """As for `run`; both streams are UTF-8."""
        given = {**clean_environment(home), **(environment or {})}
        data = typed if isinstance(typed, bytes) else typed.encode("utf-8")
        with monkeypatch.context() as place:
            place.chdir(folder or home)
            return run_here(monkeypatch, *arguments, environment=given, typed=data)

    return run_program


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program as a process, for fixtures that run it once for a whole module."""
    from processes import Program

    return Program(tmp_path_factory.mktemp("home"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what passing tests counted and asked to have printed."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "printed":
                terminalreporter.write_line(str(value))
