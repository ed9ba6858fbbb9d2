"""A Word file whose styles somebody wants for what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cswo_eval.files.file_data import read_data
from cswo_eval.files.typed_paths import path_given

if TYPE_CHECKING:
    from cswo_eval.cli.terminal import Terminal


def read_template(given: str | None) -> bytes | None:
    """Return the bytes of the file that --template names, None where it names none. Raises CswoEvalError."""
    if given is None:
        return None
    path = path_given(given)
    return read_data(path, str(path))


def say_left_out(terminal: Terminal, template: bytes | None) -> None:
    """Say what of a template is not taken, so that nobody looks for a picture that was fetched from elsewhere."""
    if template is None:
        return
    from cswo_eval.formats.word.template_parts import left_out_of_template

    said = left_out_of_template(template)
    if said:
        terminal.say(said, "dim")
