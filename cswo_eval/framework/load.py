"""Load the Standard: ours, or ours with a folder of the user's laid over it, which is checked whole before it is used."""

from __future__ import annotations

from pathlib import Path

from cswo_eval.framework.framework import Framework
from cswo_eval.framework.standards_folder import StandardsFolder, own_standards_folder
from cswo_eval.text.problems import Problem, ProblemsFound


def load_framework(overlay: Path | None = None) -> Framework:
    """Return our Standard, or ours with the user's folder laid over it, checked whole.

    Raises ProblemsFound with every problem of the user's folder, CswoEvalError where it is no folder of standards.
    """
    folder = StandardsFolder(own_standards_folder(), overlay)
    framework = Framework(folder)
    if overlay is not None:
        from cswo_eval.framework.cross_checks import check_standards  # only where a folder of the user's is in play

        problems = check_standards(framework)
        if problems:
            raise ProblemsFound(problems, f"The standards in {overlay} need mending before they can be used:")
    return framework


def check_folder(path: Path | None) -> tuple[Framework, list[Problem]]:
    """Check the user's folder laid over ours, or ours alone. Returns the framework and all problems in order.

    Raises CswoEvalError where `path` is no folder of standards at all.
    """
    from cswo_eval.framework.cross_checks import check_standards  # only where a folder is checked

    framework = Framework(StandardsFolder(own_standards_folder(), path))
    return framework, check_standards(framework)
