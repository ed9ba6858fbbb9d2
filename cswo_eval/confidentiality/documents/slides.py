"""The texts of a PowerPoint presentation: its slides, hidden ones too, their notes, and remarks."""

from __future__ import annotations

import re

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.confidentiality.documents.drawn_texts import drawn_texts, labels_in
from cswo_eval.confidentiality.documents.part_trees import trees
from cswo_eval.files.office_package import Package

_SLIDE = re.compile(r"ppt/(slides|notesSlides)/\D+(\d+)\.xml$", re.IGNORECASE)


def read_slides(collected: Collected, package: Package) -> set[str]:
    """Gather the texts of slides and notes. Returns the names of the parts that were read."""
    found = [(int(matched[2][:6]), name, matched[1]) for name in package.names if (matched := _SLIDE.match(name))]
    slides = {name: (number, kind) for number, name, kind in sorted(found)}
    for name, root in trees(collected, package, slides):
        number, kind = slides[name]
        where = f"slide {number}" if kind.casefold() == "slides" else f"notes page {number}"
        collected.add(where, "text", "\n".join(drawn_texts(root)))
        labels, _ = labels_in(root)
        collected.add(f"descriptions, names and labels in {where}", "property", "\n".join(labels))
    return set(slides)
