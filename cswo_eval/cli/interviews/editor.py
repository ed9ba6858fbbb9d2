"""Write a long text in the owner's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from cswo_eval.text.problems import CswoEvalError


def text_from_editor(present: str, folder: Path) -> str:
    """Return the text as left in $VISUAL or $EDITOR, beginning from `present`. Only the line end that editors add is taken off.

    The draft lies inside the record, since it is as private, and is removed afterwards. Raises CswoEvalError.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "")
    if not command:
        raise CswoEvalError("No editor is named: set EDITOR, for example EDITOR=nano, or type the text here.")
    descriptor, name = tempfile.mkstemp(prefix=".saving-draft-", suffix=".txt", dir=folder)
    draft = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(present)
        try:
            finished = subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(draft)], check=False)
        except OSError as error:
            raise CswoEvalError(f"The editor '{command}' could not be started ({error.strerror}).") from None
        if finished.returncode != 0:
            raise CswoEvalError("The editor ended with an error, so its text was not taken.")
        try:
            text = draft.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CswoEvalError("The editor saved it in an encoding other than UTF-8, so it was not taken.") from None
    finally:
        draft.unlink(missing_ok=True)
    text = text.replace("\r\n", "\n") if os.name == "nt" else text
    return text.removesuffix("\n")
