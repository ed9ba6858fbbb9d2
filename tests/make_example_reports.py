"""Make the reports in examples/reports again: run every command that examples/README.md names. One line for a maintainer:

.venv/bin/python tests/make_example_reports.py
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from conftest import clean_environment
from processes import together

from cswo_eval.record.sample import sample_folder

EXAMPLES = sample_folder().parent
"""In the repository, or in an installed package."""
REPORTS = EXAMPLES / "reports"
AGAIN = "Run `python tests/make_example_reports.py`, and look at what has changed."


def commands() -> list[list[str]]:
    """The arguments of each command in examples/README.md, without the program's name."""
    lines = re.findall(r"^cswo-eval (report .*)$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [shlex.split(line) for line in lines]


def value_of(command: list[str], option: str) -> str:
    """What a command gives for an option."""
    return command[command.index(option) + 1]


def made_in(folder: Path) -> dict[str, bytes]:
    """Every file that the commands make, by its path within examples/reports. They run in `folder`, on a copy of the sample."""
    shutil.copytree(sample_folder(), folder / "examples" / "sample-record")
    reports = folder / "examples" / "reports"
    reports.mkdir()

    def run(command: list[str]) -> None:
        if value_of(command, "--format") == "ics":
            # Of a copy the log would say when it was made; of the sample that is shipped it keeps none.
            command = [str(sample_folder()) if one == value_of(command, "--record") else one for one in command]
        program = [sys.executable, "-m", "cswo_eval", *command]
        done = subprocess.run(
            program, capture_output=True, text=True, cwd=folder, env=clean_environment(folder), timeout=120, check=False
        )
        if done.returncode:
            raise RuntimeError(f"cswo-eval {shlex.join(command)}\n{done.stderr}")

    together([partial(run, command) for command in commands()])
    return files_in(reports)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its path within it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    """Put what the commands make in the place of what is in examples/reports."""
    with tempfile.TemporaryDirectory() as folder:
        made = made_in(Path(folder))
    shutil.rmtree(REPORTS, ignore_errors=True)
    for name, data in made.items():
        path = REPORTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{len(made)} files in {REPORTS}, {sum(map(len, made.values())) // 1000} kB in all.")


if __name__ == "__main__":
    main()
