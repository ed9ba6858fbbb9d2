"""The program run many times by one module of tests: side by side as processes, or within this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from conftest import UNWANTED, Finished, clean_environment
from gap_records import standard

Result = TypeVar("Result")


@dataclass(frozen=True)
class Program:
    """Runs `python -m cswo_eval …`, each time as a process of its own, with a home of its own."""

    home: Path

    def __call__(
        self,
        *arguments: str | Path,
        record: Path | None = None,
        columns: int | None = None,
        encoding: str = "utf-8",
        environment: Mapping[str, str] | None = None,
    ) -> Finished:
        """Run one command to its end with nothing typed. `record` is added as --record; streams are in `encoding`."""
        given = [str(one) for one in arguments] + (["--record", str(record)] if record is not None else [])
        size = {} if columns is None else {"COLUMNS": str(columns)}
        done = subprocess.run(
            [sys.executable, "-m", "cswo_eval", *given],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            # Away from the repository: `-m` would find the program there before an installed one.
            cwd=self.home,
            env={**clean_environment(self.home), "PYTHONIOENCODING": encoding, **size, **(environment or {})},
            timeout=120,
            check=False,
        )
        out, err = (stream.decode(encoding).replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
        return Finished(out, err, done.returncode)


def together(calls: Iterable[Callable[[], Result]]) -> list[Result]:
    """Do several runs two at a time; the results in the order given."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda call: call(), calls))


def run_here(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str | Path,
    record: Path | None = None,
    columns: int = 80,
    encoding: str = "utf-8",
    environment: Mapping[str, str] | None = None,
    typed: bytes = b"",
) -> Finished:
    """Run one command within this process, its streams strict in `encoding`: quicker, where a process proves no more.

    `typed` is what arrives through the pipe on standard input. Our own Standard is read once for all such runs: that is up
    to nine tenths of what a command does, and each process reads it for itself.
    """
    from cswo_eval.cli import bare_setting
    from cswo_eval.cli.main import run

    given = [str(one) for one in arguments] + (["--record", str(record)] if record is not None else [])
    streams: dict[str, Any] = {
        name: io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict", newline="\n", write_through=True)
        for name in ("stdout", "stderr")
    }
    with monkeypatch.context() as patch:
        for name in UNWANTED:
            patch.delenv(name, raising=False)
        patch.setenv("COLUMNS", str(columns))
        for name, value in (environment or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        load = bare_setting.load_framework
        patch.setattr(bare_setting, "load_framework", lambda theirs: load(theirs) if theirs else standard())
        status = run(given)
    out, err = (stream.buffer.getvalue().decode(encoding) for stream in streams.values())
    return Finished(out, err, status)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that holds something of the owner's, byte for byte: no lock, digests of the guard or history."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".checked") and path.suffix != ".jsonl"
    }


@cache
def whole_command() -> Any:
    """The program's own parser, with every command: it has `.commands`, and each of those `.params`."""
    from typer.main import get_command

    from cswo_eval.cli.app import build_app

    return get_command(build_app(whole=True))


def on_posix() -> bool:
    """Whether there are pseudo-terminals here."""
    return os.name == "posix"
