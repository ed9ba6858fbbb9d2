"""Reports for the tests of every format: the sample's, one with any text in every field, and what each file says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from html.parser import HTMLParser
from typing import Any, NamedTuple, get_args

import pytest
from building import a_review
from gap_records import changed, no_chance, not_applicable, standard

from cswo_eval.confidentiality.guard import Guard
from cswo_eval.disclosure.door import DisclosedCopy, Wanted, disclosed
from cswo_eval.disclosure.watch import Watch
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.files.shapes import Shape
from cswo_eval.formats import registry
from cswo_eval.pages.report import Report, audience_of, build_report, chosen_sections
from cswo_eval.record.models import Attachment, EvidenceRegister, Profile, Rating, ReviewRecord, Round, SetAside, Text
from cswo_eval.record.plan_models import Plan
from cswo_eval.record.portfolio_models import GuardDecisions, PortfolioDetails, PriorLearning, Reflection
from cswo_eval.record.sample import sample_folder
from cswo_eval.record.store import Record
from cswo_eval.record.tool_models import ToolRun

DAY = date(2026, 10, 2)
AUDIENCES = ("self", "coach", "portfolio", "employer")


class Owner(NamedTuple):
    """Everything that one owner has said."""

    profile: Profile
    round: Round
    register: EvidenceRegister
    plan: Plan
    reviews: tuple[ReviewRecord, ...]
    accounts: tuple[Reflection, ...] = ()
    claims: PriorLearning = PriorLearning()
    details: PortfolioDetails = PortfolioDetails()
    earlier: tuple[Round, ...] = ()
    tool_runs: tuple[ToolRun, ...] = ()

    @property
    def whole(self) -> WholeRecord:
        """As the door takes it."""
        return WholeRecord(standard(), *self[:-1], tool_runs=self.tool_runs)

    def report(self, audience: str = "self", **given: Any) -> Report:
        """The report for an audience as of DAY."""
        return report_of(self.whole, audience, **given)


def report_of(whole: WholeRecord, audience: str = "self", **given: Any) -> Report:
    """The report of what came through the door."""
    return build_report(copy_of(whole, audience, **given))


def copy_of(
    whole: WholeRecord,
    audience: str = "self",
    *,
    sections: Sequence[str] = (),
    include_private: bool = False,
    levels: bool | None = None,
    today: date = DAY,
) -> DisclosedCopy:
    """The copy for an audience, with findings of the guard left in."""
    framework = whole.framework
    reader = audience_of(framework, audience)
    reader = reader._replace(levels=reader.levels if levels is None else levels)
    wanted = Wanted(reader, chosen_sections(framework, reader, sections), today, "keep", include_private)
    guard = Guard(framework.confidentiality, GuardDecisions(), whole.profile.record_id, whole.profile.name)
    return disclosed(whole, wanted, Watch(guard, frozenset())).copy


@cache
def sample_owner() -> Owner:
    """The sample record, with a review, an answer set aside, a file kept with an entry and an action put off."""
    framework, record = standard(), Record(sample_folder())
    round_, register, plan = record.latest_round(framework), record.register(), record.latest_plan()
    assert round_ is not None
    assert plan is not None
    first, *others = register.entries
    file = Attachment(
        id="T1", name="minute.pdf", stored="T1.pdf", sha256="0" * 64, size=9, added="2026-09-01T09:00:00Z"
    )
    register = changed(register, entries=(changed(first, attachments=(file,)), *others))
    aside = (SetAside(id="ZZ1.1", reason="It is gone.", answer=no_chance(learning="Still to see.")),)
    last = plan.actions[-1]
    plan = changed(plan, actions=(*plan.actions[:-1], changed(last, status="deferred", reason="Not now.")))
    ratings = (Rating(item="SD1.5", before=1, now=2),)
    review = a_review(
        plan=plan.start,
        held=date(2026, 10, 1),
        what_worked="Reading aloud.",
        what_got_in_the_way="Winter.",
        what_changed_for_people="A bus.",
        next_step="Ask again.",
        ratings=ratings,
    )
    return Owner(record.profile(), changed(round_, set_aside=aside), register, plan, (review,))


@cache
def sample_report(audience: str = "self") -> Report:
    """The sample's report for an audience."""
    return sample_owner().report(audience)


# --- any text in every field --------------------------------------------------------------------------------------------


def with_texts(value: Any, text_for: Callable[[str], str], place: str = "") -> Any:
    """A copy of a record's value with every text that an owner may write replaced: `text_for` is told the field."""
    if isinstance(value, Shape):
        place = place or type(value).__name__
        fields = {name: (kind, getattr(value, name)) for name, kind in value._types.items()}
        return value._replace(
            **{name: _new_text(kind, held, text_for, f"{place}.{name}") for name, (kind, held) in fields.items()}
        )
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(with_texts(one, text_for) for one in value))
    if isinstance(value, tuple):
        return tuple(with_texts(one, text_for) for one in value)
    if isinstance(value, dict):
        return {key: with_texts(one, text_for) for key, one in value.items()}
    return value


def _new_text(kind: Any, held: Any, text_for: Callable[[str], str], place: str) -> Any:
    if kind == Text:
        return text_for(place)
    if kind == dict[str, Text]:
        return {name: text_for(place) for name in held}
    if kind == tuple[Text, ...]:
        return (text_for(place), text_for(place))
    if place == "Evidence.tags" or (isinstance(held, str) and get_args(kind)[:1] == (Text,)):
        return (text_for(place),)
    return with_texts(held, text_for)


def in_every_field(text_for: Callable[[str], str], owner: Owner | None = None) -> Owner:
    """The sample with these texts in every field, and with an answer of each kind and an action of each status.

    `owner` may be the sample with less in it.
    """
    owner = owner or sample_owner()
    answers = {
        **owner.round.answers,
        "SD1.1": not_applicable("-"),
        "SD1.2": no_chance(learning="-"),
        "SD1.3": changed(owner.round.answers["SD1.3"], private=False),
    }
    statuses = ("planned", "done", "deferred", "dropped")
    actions = tuple(
        changed(one, status=statuses[number % 4], private=False) for number, one in enumerate(owner.plan.actions)
    )
    owner = owner._replace(round=changed(owner.round, answers=answers), plan=changed(owner.plan, actions=actions))
    result: Owner = with_texts(owner, text_for)
    return result


LONG_WORD = "w" * 50_000
HOSTILE = {
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "an unclosed comment": "<!-- --!> <![CDATA[ ]]> ]]> <?php",
    "a link that runs": "[click](javascript:alert(1)) <javascript:alert(1)> javascript:alert(1)",
    "an address": "see https://example.org/x?a=1&b=2 and www.example.org or a.person@example.org",
    "a template": "{{7*7}} {% include x %} ${7*7} #{7*7} <%= 7*7 %>",
    "a formula": '=HYPERLINK("https://example.org","x")',
    "other formulas": "+1+1",
    "a minus": "-2+3+cmd|' /C calc'!A0",
    "an at": "@SUM(A1:A9)",
    "a tab before": "\t=1+1",
    "a return before": "\r=1+1",
    "spaces before": "  =1+1",
    "typst": '#raw("x") $ x^2 $ #import "@preview/x:0.1.0" *b* _i_ `c` @ref <label> = Title\n= Title\n/ term: x',
    "Rich markup": "[link=https://example.org]x[/link] [bold]b[/bold] [/] :100:",
    "terminal escapes": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "direction": "\u202eevil\u202c \u2066x\u2069 \u200fy",
    "controls": "nul\x00 back\x08 over\rtype delete\x7f feed\x0c \x85 \u2028 \ufeff \ufffe \uffff",
    "Markdown": "# no heading\n- no item\n1. no number\n> no quote\n```\nno code\n    nor this\n---\n***bold*** ~~gone~~",
    "a table": "a | b\n--- | ---\n1 | 2 \\| \\\\| `|`",
    "definitions": "[x]: https://example.org 'y'\n[^1]: note\n[x] [^1] ![i](https://example.org/i.png) [[wiki]]",
    "signs at the end": "title ###\n===\nback\\\nslash\\\\\n\\",
    "entities": "&lt;b&gt; &amp;amp; &#60; &copy; AT&T a & b",
    "spreadsheet escapes": "_x0041_ _x000D_",
    "a long word": LONG_WORD,
}
"""Texts that a format, or a program that shows it, might obey."""


@cache
def hostile_report(audience: str = "coach") -> Report:
    """A report with a hostile text in every field that an owner can fill: each of them many times."""
    texts = [text for name, text in HOSTILE.items() if name != "a long word"]
    count = iter(range(1_000_000))
    long_at = {40, 400, 700}

    def text_for(_: str) -> str:
        number = next(count)
        return LONG_WORD if number in long_at else texts[number % len(texts)]

    return in_every_field(text_for).report(audience, include_private=audience == "self")


# --- the formats --------------------------------------------------------------------------------------------------------


def _written(name: str) -> Callable[[Report], bytes]:
    """A format of the registry: its one file, or all of them; nothing where it tells the plan and there is none."""

    def make(report: Report) -> bytes:
        if registry.FORMATS[name].tells == "plan" and report.plan is None:
            return b""
        return b"\n".join(registry.write_report(name, report, registry.Wishes()).values())

    return make


def _terminal(report: Report, width: int) -> bytes:
    from cswo_eval.formats.terminal.page import page_of

    return page_of(report.document, width, True).text().encode()


def _plain(report: Report) -> bytes:
    from cswo_eval.formats.terminal.plain import plain_text

    return plain_text(report.document, 100).encode()


FULL: dict[str, Callable[[Report], bytes]] = {
    **{one.package: _written(name) for name, one in registry.FORMATS.items() if one.tells == "document"},
    "terminal, wide": lambda report: _terminal(report, 120),
    "terminal, narrow": lambda report: _terminal(report, 40),
    "terminal, plain": _plain,
}
"""Formats that hold everything that a report says, by their packages."""
FORMATS: dict[str, Callable[[Report], bytes]] = {
    **FULL,
    **{one.package: _written(name) for name, one in registry.FORMATS.items() if one.tells != "document"},
}


def text_of(name: str, data: bytes) -> str:
    """Every text in a file, as an independent reader finds it; of a zip file, every part of it as it stands."""
    if name == "pdf":
        reader = pytest.importorskip("pypdf", reason="reading a PDF needs pypdf").PdfReader(io.BytesIO(data))
        outline = " ".join(str(one.title) for one in _flat(reader.outline))
        return "\n".join(page.extract_text() for page in reader.pages) + outline + str(reader.metadata)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    return data.decode("utf-8-sig" if name == "csv" else "utf-8")


def _flat(outline: list[Any]) -> list[Any]:
    return [one for part in outline for one in (_flat(part) if isinstance(part, list) else [part])]


class _Words(HTMLParser):
    """The text of a page, without its style."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Style sheets are no text."""
        self.quiet = tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        """What follows is text again."""
        self.quiet = False

    def handle_data(self, data: str) -> None:
        """Keep it."""
        if not self.quiet:
            self.said.append(data)


def words_of(name: str, data: bytes) -> str:
    """What a file says, read by something that did not write it: white space and hyphens taken out, plain quotes."""
    if name == "html":
        page = _Words()
        page.feed(data.decode())
        text = " ".join(page.said)
    elif name == "word":
        document = pytest.importorskip("docx", reason="reading Word needs python-docx").Document(io.BytesIO(data))
        text = " ".join(one.text or "" for one in document.element.body.iter() if one.tag.endswith("}t"))
    elif name == "markdown":
        text = words_of_markdown(data.decode())
    else:
        text = text_of(name, data)
    return squeezed(text)


def words_of_markdown(text: str) -> str:
    """The text of a Markdown file as a reader of GitHub's kind takes it."""
    markdown_it = pytest.importorskip("markdown_it", reason="reading Markdown needs markdown-it-py")
    reader = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = _Words()
    page.feed(reader.render(text))
    return " ".join(page.said)


def squeezed(text: str) -> str:
    """A text without white space, hyphens and the shapes of its quotes."""
    text = text.translate(str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00ad": None, "-": None, "‐": None}))
    return re.sub(r"\s+", "", text)
