"""What a picture says about itself: who took it, what it is called, and where it was taken."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from cswo_eval.confidentiality.documents.collected import Collected
from cswo_eval.files.limits import MOST_PICTURE_TAGS, MOST_PICTURE_UNPACKED
from cswo_eval.files.xml_parts import Unreadable, leaf_texts, parsed

_WORDS = {
    0x010D: "name of the document in the picture's properties",
    0x010E: "description in the picture's properties",
    0x8298: "copyright in the picture's properties",
    0x9C9B: "title in the picture's properties",
    0x9C9C: "remark in the picture's properties",
    0x9C9E: "keywords in the picture's properties",
    0x9C9F: "subject in the picture's properties",
    0x9286: "remark in the picture's properties",
}
_PEOPLE = {
    0x013B: "who made the picture, in its properties",
    0x9C9D: "who made the picture, in its properties",
    0xA430: "owner of the camera",
}
_PLACE, _DETAILS = 0x8825, 0x8769


def read_picture(collected: Collected, data: bytes) -> None:
    """Gather a picture's properties. What it shows is always named as unchecked."""
    collected.unread("it is a picture: look at it yourself, at faces, names and signs too")
    blocks = list(_property_blocks(data))
    placed = False
    for block in blocks:
        placed = _read_tags(collected, block) or placed
    for text in _png_texts(data):
        collected.add("a text in the picture's properties", "property", text)
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start)
    if 0 <= start < end:
        try:
            collected.add("the picture's properties", "property", "\n".join(leaf_texts(parsed(data[start : end + 12]))))
        except Unreadable as reason:
            collected.unread(str(reason))
    if placed:
        collected.unread("its properties say where it was taken: save a copy without them (a screenshot has none)")
    elif blocks or start >= 0 or not data.startswith((b"\x89PNG", b"GIF8", b"BM", b"\xff\xd8")):
        collected.unread("a photograph may hold where and when it was taken")


def _property_blocks(data: bytes) -> Iterator[bytes]:
    """Yield each block of tags in a JPEG, PNG or TIFF file; the texts of a PNG are yielded as one that holds them."""
    if data.startswith((b"II*\x00", b"MM\x00*")):
        yield data
    elif data.startswith(b"\xff\xd8"):
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
            size = int.from_bytes(data[at + 2 : at + 4], "big")
            if data[at + 1] == 0xE1 and data[at + 4 : at + 10] == b"Exif\x00\x00":
                yield data[at + 10 : at + 2 + size]
            at += 2 + max(size, 2)
    elif data.startswith(b"\x89PNG"):
        for kind, chunk in _chunks(data):
            if kind == b"eXIf":
                yield chunk


def _png_texts(data: bytes) -> Iterator[str]:
    for kind, chunk in _chunks(data) if data.startswith(b"\x89PNG") else ():
        if kind not in (b"tEXt", b"zTXt", b"iTXt"):
            continue
        name, _, rest = chunk.partition(b"\x00")
        packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\x01")
        if kind == b"iTXt":
            rest = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]  # after the language and the translated name
        elif packed:
            rest = rest[1:]
        if packed:
            rest = zlib.decompressobj().decompress(rest, MOST_PICTURE_UNPACKED)
        if name != b"XML:com.adobe.xmp":  # read with those of other kinds of picture
            text = rest.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
            yield f"{name.decode('latin-1')}: {text}"


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _read_tags(collected: Collected, block: bytes) -> bool:
    """Gather the texts of a block of tags. Returns whether it says where the picture was taken."""
    order = "<" if block[:2] == b"II" else ">"
    try:
        todo = [struct.unpack_from(f"{order}I", block, 4)[0]]
        placed, seen = False, 0
        while todo and seen < MOST_PICTURE_TAGS:
            start = todo.pop()
            (count,) = struct.unpack_from(f"{order}H", block, start)
            for number in range(min(count, MOST_PICTURE_TAGS)):
                seen += 1
                tag, _, size, offset = struct.unpack_from(f"{order}HHII", block, start + 2 + 12 * number)
                inline = start + 10 + 12 * number
                if tag == _DETAILS:
                    todo.append(offset)
                elif tag == _PLACE:
                    placed = True
                elif tag in _WORDS or tag in _PEOPLE:
                    at = offset if size > 4 else inline
                    text = _text(tag, block[at : at + min(size, 100_000)])
                    if tag in _PEOPLE:
                        collected.add(_PEOPLE[tag], "author", text)
                    else:
                        collected.add(_WORDS[tag], "property", text)
    except struct.error:
        collected.unread("its properties are damaged and were not read")
        return False
    return placed


def _text(tag: int, raw: bytes) -> str:
    if 0x9C9B <= tag <= 0x9C9F:
        return raw.decode("utf-16-le", "replace").rstrip("\x00")
    if tag == 0x9286:
        raw = raw[8:]  # it begins with the name of its character set
    text = raw.rstrip(b"\x00")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")
