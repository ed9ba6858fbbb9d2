"""Where a command may write what it makes: never over anything unasked, and only where a file can be."""

from __future__ import annotations

from pathlib import Path

from cswo_eval.framework.problems import CswoEvalError


def refuse_output(target: Path, force: bool, example: str) -> None:
    """Raise CswoEvalError where a file cannot or should not be written, before anything is made.

    `example` is a name to suggest where `target` is a folder.
    """
    refuse_parent(target)
    if target.is_dir():
        raise CswoEvalError(f"{target} is a folder. Name a file in it, such as {target / example}.")
    if target.exists() and not target.is_file():  # a device or a pipe would be replaced
        raise CswoEvalError(f"{target} is no ordinary file. Name another place.")
    refuse_present(target, force)


def refuse_parent(target: Path) -> None:
    """Raise CswoEvalError where the folder that `target` would stand in is not there."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise CswoEvalError(f"There is no folder {folder}. Make it first, or name another.")


def refuse_present(target: Path, force: bool) -> None:
    """Raise CswoEvalError where something is there that `force` does not allow to be written over."""
    if target.exists() and not force:
        raise CswoEvalError(f"{target} is there already. Use another name with --output, or --force to write over it.")
