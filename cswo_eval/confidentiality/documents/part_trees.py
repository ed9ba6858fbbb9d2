"""Parts of an Office or OpenDocument file as trees of elements, for those who gather its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.files.office_package import Package
from cswo_eval.files.xml_parts import Element, Refused


def trees(collected: Collected, package: Package, names: Iterable[str]) -> Iterator[tuple[str, Element]]:
    """Yield these parts, by name, as trees of elements. One that cannot be read is noted among what was not, and left out."""
    for name in names:
        try:
            root = package.tree(name)
        except Refused as reason:
            collected.unread(str(reason))
        else:
            yield name, root
