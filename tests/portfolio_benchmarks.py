"""Measure how the register and the portfolio grow: `python tests/portfolio_benchmarks.py`. Exit status 1 where a bound is broken.

The same commands on a record with 2,000 entries and 500 attachments and on one with a tenth of that, in turn within one
run: ten times the record may take at most ten times as long, and a little for what machines do beside. Not a test.
"""

from __future__ import annotations

import compileall
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks import IMPORTS, command, median_ratio, process

import cswo_eval
from cswo_eval.framework.load import load_framework
from cswo_eval.record.attachments import copy_in, with_attachment
from cswo_eval.record.fitted import standard_used
from cswo_eval.record.models import Answer, Evidence, EvidenceRegister, Link, Profile, Round
from cswo_eval.record.store import Record

NOW = "2026-11-02T09:30:00Z"
TODAY = date(2026, 11, 21)
ENTRIES, FILES, TIMES = 2_000, 500, 10
GROWTH = TIMES * 1.15
PAIRS = 3
SENTENCE = "I asked for the review, read the notes myself and took the paper to committee in the spring. "


def a_record(folder: Path, entries: int, files: int) -> Path:
    """Write a record whose every competency has a level, with entries of two links each and text files on the first ones."""
    framework = load_framework()
    items, kinds = list(framework.competencies), [kind.id for kind in framework.evidence_kinds.kinds]
    made = []
    for number in range(1, entries + 1):
        names = (items[number % len(items)], items[(number * 7 + 3) % len(items)])
        links = tuple(Link(item=name, reason=f"{SENTENCE} Number {number}.") for name in dict.fromkeys(names))
        effective = TODAY - timedelta(days=number % 900)
        texts = dict.fromkeys(("my_part", "shows"), f"{SENTENCE * 3}Number {number}.")
        made.append(
            Evidence(id=f"E{number}", title=f"What happened, number {number}", kind=kinds[number % len(kinds)],
                     effective=effective, recorded=NOW, confirmer="A team manager", links=links, **texts)
        )  # fmt: skip
    record = Record(folder / "record")
    source = folder / "source.txt"
    with record.changing("test", lambda: NOW) as writer:
        writer.save_profile(Profile(record_id="0123456789abcdef", created=NOW))
        answers = {name: Answer(standing="rated", level=number % 5 + 1) for number, name in enumerate(items)}
        used = standard_used(framework)
        writer.save_round(Round(title="Baseline", started=date(2026, 11, 2), standard=used, answers=answers))
        for place in range(files):
            source.write_text(f"{SENTENCE * 100}Number {place}.", encoding="utf-8")
            made[place] = with_attachment(made[place], copy_in(writer, made[place], source, NOW))
        writer.save_register(EvidenceRegister(entries=tuple(made)))
    return record.folder


def main() -> int:
    """Measure everything, print a row each, and return 1 where a bound is broken."""
    compileall.compile_dir(str(Path(cswo_eval.__file__).parent), quiet=2)
    folder = Path(tempfile.mkdtemp(prefix="cswo-eval-benchmarks-"))
    try:
        for name in ("large", "small"):
            (folder / name).mkdir()
        large = a_record(folder / "large", ENTRIES, FILES)
        small = a_record(folder / "small", ENTRIES // TIMES, FILES // TIMES)
        imports = process(IMPORTS)
        day = ("--today", TODAY.isoformat())
        measured = {
            "evidence list": ("evidence", "list", *day),
            "portfolio check": ("portfolio", "check", *day),
            "portfolio build": ("portfolio", "build", "--force", "--findings", "keep", *day),
            "guard check": ("guard", "check"),
        }
        broken = False
        for name, words in measured.items():
            runs = []
            for record in (large, small):
                target = ("--output", str(record.parent / "out")) if "build" in words else ()
                runs.append(command(*words, *target, "--record", str(record)))
            growth = median_ratio(runs[0], runs[1], PAIRS)
            whole = median_ratio(runs[0], imports, PAIRS)
            broken = broken or growth > GROWTH
            told = f"{growth:6.2f}   at most {GROWTH:.1f}{'' if growth <= GROWTH else '   BROKEN'}"
            print(f"{name:20} {ENTRIES:,} entries / {ENTRIES // TIMES:,}: {told}; / imports: {whole:.1f}", flush=True)
        return 1 if broken else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
