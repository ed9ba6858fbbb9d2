"""What is said below a table that names ids which the Standard in use has no more."""

from __future__ import annotations

from collections.abc import Iterable

from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.pages.blocks import Paragraph
from cswo_eval.record.models import Evidence


def gone_ids(framework: Framework, names: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return a line on what became of those of these ids that the Standard in use does not have; nothing where it has all."""
    moves = fit_ids(dict.fromkeys(names), framework).values()
    return (Paragraph(" ".join(f"{one.was} {one.became}." for one in moves), "quiet"),) if moves else ()


def gone_links(framework: Framework, entries: Iterable[Evidence]) -> tuple[Paragraph, ...]:
    """Return the same of what entries of the register bear on."""
    return gone_ids(framework, (link.item for entry in entries for link in entry.links))
