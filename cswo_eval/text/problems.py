"""What is wrong with a file, said so that its reader can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class CswoEvalError(Exception):
    """The user's input or files are at fault. `str()` is the sentence to show: what, where, what to do.

    The command line turns it into exit status 1. It never holds the owner's free text.
    """


class Problem(NamedTuple):
    """One thing to mend: the file, its 1-based line (0 where no line applies), what is wrong, what to do."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        file = self.file.replace(
            "\n", "\N{REPLACEMENT CHARACTER}"
        )  # a name with a line break must not look like a line of ours
        place = f"{file}, line {self.line}" if self.line else file
        return f"{place}: {self.what} {self.remedy}".rstrip()


class ProblemsFound(CswoEvalError):
    """All the problems of one or more files at once, in file and line order."""

    def __init__(self, problems: Iterable[Problem], heading: str = "", advice: str = "") -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        count = len(self.problems)
        self.heading = heading or ("One thing needs mending:" if count == 1 else f"{count} things need mending:")
        lines = [self.heading, *(f"  {problem}" for problem in self.problems)]
        super().__init__("\n".join([*lines, advice] if advice else lines))


class UnknownId(CswoEvalError):
    """An id that the Standard, the plan or another list does not have, with the nearest that it has."""

    def __init__(self, given: str, kind: str, known: Sequence[str], see: str) -> None:
        shown = given if len(given) <= 40 else given[:40] + "…"
        super().__init__(f"There is no {kind} '{shown}'.{nearest_sentence(given, known)} {see}".rstrip())


class FormerId(UnknownId):
    """An id that the Standard had and that was divided or taken out: the sentence says what became of it, and nothing near it."""

    def __init__(self, sentence: str) -> None:
        CswoEvalError.__init__(self, sentence)


def nearest_sentence(given: str, known: Sequence[str]) -> str:
    """Return ' Did you mean X?' for the known id nearest to what was given, or '' where none is near."""
    import difflib  # only where something was mistyped

    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(given[:80].casefold(), list(folded), n=1, cutoff=0.5)
    return f" Did you mean {folded[near[0]]}?" if near else ""
