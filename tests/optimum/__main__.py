"""`python -m tests.optimum [ID …]`: work out the optima of these records, or of all, and store them."""

from __future__ import annotations

import sys
import time

from cswo_eval.framework.load import load_framework

from .records import RECORDS
from .solve import optimum_of
from .stored import problem_of_record, read_stored, to_store, write_stored


def main(wanted: list[str]) -> int:
    """Work out and store; say record by record what was found. Return the exit status."""
    unknown = sorted(set(wanted) - {one.id for one in RECORDS})
    if unknown:
        print(f"There is no record {', '.join(unknown)}. There are: {', '.join(one.id for one in RECORDS)}.")
        return 1
    framework = load_framework()
    optima = {name: one for name, one in read_stored().items() if any(name == record.id for record in RECORDS)}
    for record in RECORDS:
        if wanted and record.id not in wanted:
            continue
        began = time.monotonic()
        problem = problem_of_record(framework, record)
        found = to_store(record.id, problem, optimum_of(problem))
        optima[record.id] = found
        write_stored(optima)
        needs = sum(want.high for want in problem.wants.values())
        print(
            f"{record.id}: at most {found.bound:.1f}, found {found.best:.1f}, "
            f"high needs served {len(found.high_served)} of {needs}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
