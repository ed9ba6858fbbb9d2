"""Measure speed as ratios within one run: `python tests/benchmarks.py`. Exit status 1 where a bound is broken.

Machines differ and drift, so each figure is a median of pairs taken in turn against something in the same run. Not a
test: the suite never times anything.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cswo_eval

PAIRS = 15
IMPORTS = [sys.executable, "-c", "import typer, rich, pydantic, yaml"]


def process(arguments: list[str]) -> Callable[[], float]:
    """Return a function that runs a process once and gives its seconds."""

    def run() -> float:
        started = time.perf_counter()
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        return time.perf_counter() - started

    return run


def median_ratio(measured: Callable[[], float], against: Callable[[], float], pairs: int = PAIRS) -> float:
    """Return the median of the ratios of `pairs` pairs taken in turn, after one of each that is not counted."""
    measured(), against()
    return statistics.median(measured() / against() for _ in range(pairs))


def command(*arguments: str) -> Callable[[], float]:
    """Return a function that times one cswo-eval command."""
    return process([sys.executable, "-m", "cswo_eval", *arguments])


def saving_one_answer(folder: Path) -> Callable[[], float]:
    """Return a function that times the save of one changed answer in a full record."""
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.record.store import Record

    framework = load_framework()
    record = Record(folder)
    present = record.latest_round(framework)
    assert present is not None
    assert len(present.answers) >= 80
    writer = record.changing().__enter__()
    writer.save_round(present)
    count = 0

    def save() -> float:
        nonlocal present, count
        assert present is not None
        count += 1
        answer = present.answers["SD1.3"].with_changes({"note": f"note {count}"})
        present = present.with_changes({"answers": {**present.answers, "SD1.3": answer}})
        started = time.perf_counter()
        writer.save_round(present)
        return time.perf_counter() - started

    return save


def writing_the_same_bytes(folder: Path) -> Callable[[], float]:
    """Return a function that times writing and fsyncing as many bytes as the full round has."""
    data = next((folder / "assessments").glob("*.yaml")).read_bytes()
    target = folder / "plain-write.bin"

    def write() -> float:
        started = time.perf_counter()
        with open(target, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return time.perf_counter() - started

    return write


def analysis_and_plan(folder: Path) -> Callable[[], float]:
    """Return a function that times the gap analysis and plan of a full record, all files read beforehand."""
    from cswo_eval.analysis.gaps import analyse
    from cswo_eval.framework.loading import load_framework
    from cswo_eval.planning.making import make_plan
    from cswo_eval.record.store import Record

    framework = load_framework()
    assert len(framework.activities) >= 90
    assert framework.bank_holidays
    record = Record(folder)
    profile, round_, register = record.profile(), record.latest_round(framework), record.register()
    assert round_ is not None

    def run() -> float:
        started = time.perf_counter()
        analysis = analyse(framework, profile, round_, register, date(2026, 10, 2))
        plan = make_plan(
            framework,
            analysis,
            round_.started,
            start=date(2026, 10, 5),
            hours_per_week=4.0,
            leave=(),
            local_holidays=(),
            today=date(2026, 10, 2),
            now="2026-10-02T09:00:00Z",
        )
        assert plan.actions
        return time.perf_counter() - started

    return run


def main() -> int:
    """Measure everything, print a row each, and return 1 where a bound is broken."""
    # As an installed program has it: where a developer's machine keeps no bytecode, every start would compile the source.
    compileall.compile_dir(str(Path(cswo_eval.__file__).parent), quiet=2)
    folder = Path(tempfile.mkdtemp(prefix="cswo-eval-benchmarks-"))
    record = folder / "record"
    try:
        command("demo", "--record", str(record))()
        imports = process(IMPORTS)
        rows = [
            ("--help / imports", command("--help"), imports, 1.1, PAIRS),
            ("standard list / imports", command("standard", "list"), imports, 1.5, PAIRS),
            ("gaps / imports", command("gaps", "--record", str(record)), imports, 1.5, PAIRS),
            ("analysis and plan, in process / imports", analysis_and_plan(record), imports, 0.25, PAIRS),
            (
                "saving one answer / writing the bytes",
                saving_one_answer(record),
                writing_the_same_bytes(record),
                25,
                60,
            ),
        ]
        broken = False
        for name, measured, against, bound, pairs in rows:
            ratio = median_ratio(measured, against, pairs)
            broken = broken or ratio > bound
            print(f"{name:45} {ratio:8.2f}   at most {bound}{'' if ratio <= bound else '   BROKEN'}", flush=True)
        return 1 if broken else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
