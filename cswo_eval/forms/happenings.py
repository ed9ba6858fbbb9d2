"""What a batch of lines makes happen in an interview: what whoever runs it is to do, in order."""

from __future__ import annotations

from typing import Any, NamedTuple

from cswo_eval.forms.control_words import Word
from cswo_eval.forms.questions import Question


class Said(NamedTuple):
    """Something to tell; `warns`: because something was not taken."""

    text: str
    warns: bool = True


class Found(NamedTuple):
    """What a search found in place of an answer."""

    rows: tuple[tuple[str, str], ...]
    more: int = 0


class Refused(NamedTuple):
    """A line that is no answer: a person is told and asked again, a pipe ends here."""

    sentence: str


class Kept(NamedTuple):
    """An answer, and the script as it makes it: to be saved now. `text` is what was typed where that is the owner's words."""

    question: Question
    value: Any
    text: str
    script: Any


class Moved(NamedTuple):
    """The script at another question: `back`, `skip` or `go`."""

    script: Any


class Obey(NamedTuple):
    """A word that whoever runs the interview does: explain, list, mark, say where `go` leads."""

    word: Word


class Edit(NamedTuple):
    """The owner's own editor is wanted, beginning from `text`; what it gives goes to `edited`."""

    text: str


class Ask(NamedTuple):
    """A question between: is this line a word or text, does the rest of a paste belong here?"""

    wording: str
    hint: str


class Stop(NamedTuple):
    """The interview stops here. `problem` says what could not be read, where that is why."""

    problem: str = ""


Happening = Said | Found | Refused | Kept | Moved | Obey | Edit | Ask | Stop
