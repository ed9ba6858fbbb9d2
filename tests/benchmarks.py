"""Measure speed as ratios within one run: `python tests/benchmarks.py`. Exit status 1 where a bound is broken.

Machines differ and drift, so each figure is a median of pairs taken in turn against something in the same run. Not a
test: the suite never times anything.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from building import NOW

import cswo_eval

Row = tuple[str, Callable[[], float], Callable[[], float], float, int]
"""A name, what is measured, what it is measured against, the most that the ratio may be, and how many pairs to take."""
PAIRS, FEW_PAIRS = 15, 5
PAGES = 30
"""The bound of a PDF is for a report of some so many pages: the audience that comes nearest is measured."""
AUDIENCES = ("self", "coach", "portfolio", "employer")
TIMES = 10
"""As many times the evidence of the sample."""
KILOBYTES = 150
"""The most that an HTML report may take, in thousands of bytes."""
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
    from cswo_eval.framework.load import load_framework
    from cswo_eval.record.store import Record

    framework = load_framework()
    record = Record(folder)
    present = record.latest_round(framework)
    assert present is not None
    assert len(present.answers) >= 80
    writer = record.changing("test", lambda: NOW).__enter__()
    writer.save_round(present)
    count = 0

    def save() -> float:
        nonlocal present, count
        assert present is not None
        count += 1
        answer = present.answers["SD1.3"]._replace(note=f"note {count}")
        present = present._replace(answers={**present.answers, "SD1.3": answer})
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
    from cswo_eval.framework.load import load_framework
    from cswo_eval.planning.new_plan import make_plan
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


def report(
    record: Path, form: str, audience: str = "self", template: Path | None = None
) -> tuple[Callable[[], float], Path]:
    """Return a function that times the whole process of writing a report, and the file that it writes."""
    file = record.parent / f"{audience}.{form}"
    given = ["--record", str(record), "--format", form, "--for", audience, "--output", str(file), "--force"]
    if template is not None:
        given += ["--template", str(template)]
    return command("report", *given), file


def pages(pdf: bytes) -> int:
    """Return how many pages a PDF of typst has, as its tree of pages says."""
    found = re.search(rb"/Type/Pages/Count (\d+)", pdf)
    assert found is not None
    return int(found.group(1))


def with_more_evidence(sample: Path, folder: Path) -> Path:
    """Return a copy of a record with every entry of its evidence TIMES times, each with an id and a title of its own."""
    from cswo_eval.record.store import Record

    shutil.copytree(sample, folder)
    record = Record(folder)
    register = record.register()
    last = max(int(entry.id[1:]) for entry in register.entries)
    more = [
        entry._replace(id=f"E{int(entry.id[1:]) + last * time}", title=f"{entry.title} ({time})")
        for time in range(1, TIMES)
        for entry in register.entries
    ]
    with record.changing("test", lambda: NOW) as writer:
        writer.save_register(register._replace(entries=(*register.entries, *more)))
    return folder


RENDERING = """
import importlib, sys, time
from datetime import date
from pathlib import Path
from cswo_eval.disclosure.door import Wanted, disclosed
from cswo_eval.disclosure.watch import watch_over
from cswo_eval.disclosure.whole_record import whole_record
from cswo_eval.framework.load import load_framework
from cswo_eval.record.store import Record
from cswo_eval.pages.report import audience_of, build_report
framework, record = load_framework(), Record(Path(sys.argv[1]))
whole, reader = whole_record(record, framework), audience_of(framework, "self")
watch = watch_over(record, whole)
render = getattr(importlib.import_module("cswo_eval.formats." + sys.argv[2]), sys.argv[2] + "_bytes")
started = time.perf_counter()
render(build_report(disclosed(whole, Wanted(reader, reader.sections, date(2026, 10, 2), "keep"), watch).copy))
print(time.perf_counter() - started)
"""


def rendering(record: Path, form: str) -> Callable[[], float]:
    """Return a function that times making a report of a record that is read: in a new process, so that nothing is kept."""

    def run() -> float:
        arguments = [sys.executable, "-c", RENDERING, str(record), form]
        return float(subprocess.run(arguments, check=True, stdout=subprocess.PIPE, env=os.environ).stdout)

    return run


def report_rows(record: Path, imports: Callable[[], float]) -> list[Row]:
    """Return the rows of the reports: each format as a whole process, and what ten times the evidence costs."""
    made = {}
    for audience in AUDIENCES:
        run, file = report(record, "pdf", audience)
        run()
        made[audience] = pages(file.read_bytes())
    audience = min(made, key=lambda one: abs(made[one] - PAGES))
    more = with_more_evidence(record, record.parent / "more")
    run, written = report(record, "docx")
    run()
    template = Path(
        shutil.copy(written, record.parent / "template.docx")
    )  # a whole report, with all its styles and text
    return [
        ("report, HTML / imports", report(record, "html")[0], imports, 1.9, PAIRS),
        ("report, Word / imports", report(record, "docx")[0], imports, 2.6, PAIRS),
        ("report, Word with a template / imports", report(record, "docx", template=template)[0], imports, 3, PAIRS),
        (f"report, PDF of {made[audience]} pages / imports", report(record, "pdf", audience)[0], imports, 3.2, PAIRS),
        *(
            (
                f"{TIMES} times the evidence / the sample, {form}",
                rendering(more, form),
                rendering(record, form),
                TIMES,
                FEW_PAIRS,
            )
            for form in ("html", "word", "pdf")
        ),
    ]


def said(name: str, value: float, bound: float) -> bool:
    """Print a row and return whether its bound is kept."""
    print(f"{name:45} {value:8.2f}   at most {bound}{'' if value <= bound else '   BROKEN'}", flush=True)
    return value <= bound


def main() -> int:
    """Measure everything, print a row each, and return 1 where a bound is broken."""
    # As an installed program has it: where a developer's machine keeps no bytecode, every start would compile the source.
    compileall.compile_dir(str(Path(cswo_eval.__file__).parent), quiet=2)
    folder = Path(tempfile.mkdtemp(prefix="cswo-eval-benchmarks-"))
    record = folder / "record"
    try:
        command("demo", "--record", str(record))()
        imports = process(IMPORTS)
        rows: list[Row] = [
            ("--help / imports", command("--help"), imports, 0.8, PAIRS),
            ("standard list / imports", command("standard", "list"), imports, 1.2, PAIRS),
            ("gaps / imports", command("gaps", "--record", str(record)), imports, 1.4, PAIRS),
            ("analysis and plan, in process / imports", analysis_and_plan(record), imports, 1.0, PAIRS),
            (
                "saving one answer / writing the bytes",
                saving_one_answer(record),
                writing_the_same_bytes(record),
                10,
                60,
            ),
            *report_rows(record, imports),
        ]
        kept = [said(name, median_ratio(one, other, pairs), bound) for name, one, other, bound, pairs in rows]
        run, file = report(record, "html", "coach")
        run()
        kept.append(said("HTML for a coach, thousands of bytes", file.stat().st_size / 1000, KILOBYTES))
        return 0 if all(kept) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
