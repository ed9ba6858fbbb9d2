"""Drawings (SVG) as they lie in documents, without what the program that drew them left in them: names, paths, earlier exports."""

from __future__ import annotations

import base64
import binascii
import re

from cswo_eval.confidentiality.cleaning.edited_xml import bytes_of, take_folders, take_out, tree_of
from cswo_eval.confidentiality.cleaning.what_was_cleaned import Cleaning, NotCleanable
from cswo_eval.files.xml_parts import local

_OWN = "{http://www.w3.org/2000/svg}"
_ATTRIBUTES = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
_GONE = frozenset({"metadata", "script"})
_PICTURE = re.compile(r"(data:image/[\w.+-]+;base64,)([\s\S]*)", re.IGNORECASE)


def clean_drawing(cleaning: Cleaning, data: bytes) -> bytes:
    """Return a drawing that shows the same. Raises NotCleanable or Refused."""
    root = tree_of(data)
    if root.tag != f"{_OWN}svg":
        raise NotCleanable("it is a drawing of a form that cannot be cleaned")
    for element in list(root.iter()):
        if not element.tag.startswith(_OWN) or local(element.tag) in _GONE:
            cleaning.took("properties")
            take_out(element)
            continue
        for name, value in element.attrib.items():
            if name.startswith("{") and not name.startswith(_ATTRIBUTES):
                cleaning.took("properties")
                del element.attrib[name]
            elif local(name) == "href" and (found := _PICTURE.match(value)):
                element.attrib[name] = found[1] + _clean_picture(cleaning, found[2])
    if take_folders(root):
        cleaning.took("folders of a machine")
    return bytes_of(root)


def _clean_picture(cleaning: Cleaning, written: str) -> str:
    """Return a picture that is written within the drawing, cleaned."""
    try:
        data = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotCleanable("a picture in it is damaged") from None
    return base64.b64encode(cleaning.within("a picture", data, "a picture")).decode("ascii")
