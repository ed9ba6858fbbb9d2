"""The portfolio: its sections in the profile's order, as one document and each by itself, and its words counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cswo_eval import __version__
from cswo_eval.analysis.results import GapAnalysis
from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.framework.portfolio_models import PortfolioSection
from cswo_eval.pages.blocks import Block, Column, Document, Facts, Field, Paragraph, Section, Table
from cswo_eval.pages.portfolio.accounts import account_words, accounts_section, claim_texts, claims_section
from cswo_eval.pages.portfolio.competency_claims import claimed_texts, claims_index
from cswo_eval.pages.portfolio.discussion_brief import brief_section
from cswo_eval.pages.portfolio.evidence_matrix import matrix_tables, register_table
from cswo_eval.pages.portfolio.learning_contract import contract_section, contract_texts
from cswo_eval.pages.portfolio.portfolio_material import GuardResult, PortfolioMaterial
from cswo_eval.text.days_in_words import plain_day
from cswo_eval.text.words import counted, listed

WHOLE = "whole"
"""The name under which the owner sets a limit for the whole portfolio."""


class SectionWords(NamedTuple):
    """The owner's own words in a section, and the most it may have; None for no limit."""

    section: str
    title: str
    words: int
    limit: int | None

    @property
    def over(self) -> int:
        """By how many words it is over its limit; 0 where it is not."""
        return max(0, self.words - self.limit) if self.limit is not None else 0


class Portfolio(NamedTuple):
    """One document, each part as a document of its own by the section's id, and the words of each section."""

    document: Document
    parts: tuple[tuple[str, Document], ...]
    words: tuple[SectionWords, ...]


def build_portfolio(material: PortfolioMaterial) -> Portfolio:
    """Return the portfolio of this material, in the profile's order."""
    maker = _Maker(material)
    sections = {one.id: one for one in material.report.framework.portfolio_profiles.sections}
    made: list[Section] = []
    parts: list[tuple[str, Document]] = []
    wanted = [part.section for part in material.profile.parts]
    words = _words(material, sections, wanted)
    for name in wanted:
        if name == "contents":
            continue  # every format writes its own, from the headings
        if name == "title-page":
            made.append(maker.title_page(words))
            continue
        group = maker.word_counts(sections[name], words) if name == "word-counts" else maker.sections(sections[name])
        parts.append((name, Document(maker.title(), maker.owner_line(), tuple(group))))
        made += _numbered(group, len(parts))
    document = Document(maker.title(), maker.owner_line(), tuple(made))
    return Portfolio(document, tuple(parts), words)


def _numbered(group: Sequence[Section], number: int) -> Iterator[Section]:
    """Give the sections of one part with its number before their titles: 3, 3.1, 3.2. The part's file has it too."""
    for place, section in enumerate(group):
        yield section._replace(title=f"{number}{f'.{place}' if place else ''} {section.title}")


class _Maker(NamedTuple):
    """Makes the sections of one portfolio."""

    material: PortfolioMaterial

    def title(self) -> str:
        details = self.material.details
        return details.programme.strip() or "Portfolio of evidence"

    def owner_line(self) -> str:
        report = self.material.report
        owner = self.material.details.student.strip() or report.profile.name.strip() or "A Chief Social Work Officer"
        sample = " A fictional sample." if report.profile.sample else ""
        return f"{owner}. {plain_day(report.made)}.{sample}"

    def sections(self, section: PortfolioSection) -> list[Section]:
        """Return the section or sections that one id stands for."""
        material = self.material
        report, lead = material.report, section.lead
        makers: dict[str, Callable[[], Section]] = {
            "statements": lambda: self._statements(lead),
            "learning-contract": lambda: contract_section(
                report.framework,
                report.analysis,
                material.record.round,
                material.record.plan,
                material.details,
                lead,
                material.shows_levels,
            ),
            "prior-learning": lambda: claims_section(report.framework, material.claims, material.record.register, lead),
            "evidence-matrix": lambda: self._matrix(lead),
            "competencies": lambda: claims_index(material, lead),
            "reflective-accounts": lambda: accounts_section(
                report.framework, material.reflections, material.record.register, lead
            ),
            "discussion-brief": lambda: brief_section(material, lead),
            "appendices": lambda: self._appendices(lead),
        }
        if section.id == "self-evaluation":
            return self._self_evaluation(section)
        maker = makers.get(section.id)
        return [maker()._replace(title=section.title)] if maker is not None else []

    def title_page(self, words: Sequence[SectionWords]) -> Section:
        """Return the title page. It has no heading: the document's own title stands above it."""
        material = self.material
        details, report = material.details, material.report
        outline = report.framework.outline
        pairs = (
            ("Portfolio", material.profile.title),
            ("Student", details.student or report.profile.name),
            ("Programme", details.programme),
            ("Module", details.module),
            ("Adviser", details.adviser),
            ("Date", plain_day(report.made)),
            ("Words", "".join(f"{one.words:,} of my own" for one in words if one.section == WHOLE)),
            (
                "Standard",
                f"{outline.title}, version {outline.version}; numbering and wording are the tool's, not the SSSC's",
            ),
            ("Made with", f"cswo-eval {__version__}"),
        )
        return Section("title-page", "", (Facts(tuple(pair for pair in pairs if pair[1].strip())),))

    def _statements(self, lead: tuple[str, ...]) -> Section:
        blocks: list[Block] = [
            Field(text.rstrip(":")) if text.rstrip().endswith(":") else Paragraph(text) for text in lead
        ]
        fields = [block for block in blocks if isinstance(block, Field)]
        texts = [block for block in blocks if not isinstance(block, Field)]
        result = Facts((("Search by rule", "; ".join(guard_sentences(self.material.guard))),))
        return Section("statements", "Authenticity and anonymisation", (*texts, result, *fields))

    def _self_evaluation(self, section: PortfolioSection) -> list[Section]:
        """The report's own sections, under one heading and the section's lead."""
        if not has_self_evaluation(self.material):
            return [Section(section.id, section.title, (Paragraph("No self-evaluation is part of this portfolio."),))]
        inner = self.material.report.document.sections
        head = Section("self-evaluation", section.title, tuple(Paragraph(text) for text in section.lead))
        return [head, *(one for one in inner if one.blocks)]

    def _matrix(self, lead: tuple[str, ...]) -> Section:
        material = self.material
        framework, register = material.report.framework, material.record.register
        appendix_of = {entry.id: material.appendices_of(entry.id) for entry in register.present()}
        items = {one.id for one in material.sufficiency.counted}
        blocks = (
            *(Paragraph(text) for text in lead),
            register_table(framework, register, appendix_of),
            *matrix_tables(framework, material.sufficiency, register, items),
        )
        return Section("evidence-matrix", "Evidence matrix", blocks)

    def _appendices(self, lead: tuple[str, ...]) -> Section:
        entries = {one.id: one for one in self.material.record.register.present()}
        rows = tuple(
            (
                str(one.number),
                f"{one.entry} {entries[one.entry].title}" if one.entry in entries else one.entry,
                # Why is for the author alone: that something may identify somebody is itself a thing to tell.
                "held back by the author" if one.left_out else f"appendices/{one.file}",
            )
            for one in self.material.appendices
        )
        columns = (Column("No.", "right"), Column("Evidence", main=True), Column("File"))
        table = Table("", columns, rows, "No files go with this portfolio.")
        return Section("appendices", "Appendices", (*(Paragraph(text) for text in lead), table))

    def word_counts(self, section: PortfolioSection, words: tuple[SectionWords, ...]) -> list[Section]:
        """Return the word counts against their limits."""
        rows = tuple((one.title, f"{one.words:,}", _limit(one), _standing(one)) for one in words)
        columns = (
            Column("Section", main=True),
            Column("Your own words", "right"),
            Column("Limit", "right"),
            Column("Over the limit"),
        )
        note = "Counted are the words that the owner wrote, not the tool's headings, tables and statements."
        lead = tuple(Paragraph(text) for text in section.lead)
        return [Section(section.id, section.title, (*lead, Table("", columns, rows), Paragraph(note, "quiet")))]


def _words(
    material: PortfolioMaterial, sections: dict[str, PortfolioSection], wanted: list[str]
) -> tuple[SectionWords, ...]:
    report = material.report
    texts: dict[str, tuple[str, ...]] = {
        "self-evaluation": _words_of_the_self_evaluation(report.analysis),
        "learning-contract": contract_texts(
            report.analysis, material.record.round, material.record.plan, material.details
        ),
        "prior-learning": claim_texts(material.claims),
        "competencies": claimed_texts(material),
    }
    limits = {part.section: part.words for part in material.profile.parts} | material.details.limits
    counts = []
    for name in wanted:
        if name == "reflective-accounts":
            number = sum(account_words(one) for one in material.reflections)
        elif name in texts:
            number = sum(word_count(text) for text in texts[name])
        else:
            continue  # nothing in it is the owner's own
        counts.append(SectionWords(name, sections[name].title, number, limits.get(name)))
    whole = sum(one.words for one in counts)
    return (*counts, SectionWords(WHOLE, "The whole", whole, limits.get(WHOLE, material.profile.words)))


def _words_of_the_self_evaluation(analysis: GapAnalysis) -> tuple[str, ...]:
    """Return the owner's own words that the report's sections show: not every note of every answer stands there."""
    needs = (one.learning for one in analysis.needs if one.band in ("high", "medium"))
    occasions = (one.learning for one in analysis.exposures)
    return (*needs, *occasions, *(one.reason for one in analysis.not_applicable))


def _limit(one: SectionWords) -> str:
    return f"{one.limit:,}" if one.limit is not None else "none set"


def _standing(one: SectionWords) -> str:
    if one.limit is None:
        return ""
    return f"by {one.over:,}" if one.over else "no"


def has_self_evaluation(material: PortfolioMaterial) -> bool:
    """Return whether anything was answered, and may be told."""
    analysis = material.report.analysis
    return analysis.says_something


def guard_sentences(result: GuardResult) -> tuple[str, ...]:
    """Return what the guard did, in words: found or not found, never safe."""
    said = []
    if not (result.taken_out or result.accepted or result.kept):
        said.append("nothing was found that a rule knows")
    if result.taken_out:
        said.append(
            f"something was taken out in {counted(result.taken_out, 'place')}, and a word such as [name] put there"
        )
    if result.accepted:
        said.append(f"{counted(result.accepted, 'finding')} left as it is, each with a reason")
    if result.kept:
        said.append(f"{counted(result.kept, 'finding')} left in without a reason")
    said.append(_names_sentence(result.names))
    if result.unchecked:
        said.append(
            f"not searched, since it could not be read as text: {listed(where for where, _ in result.unchecked)}"
        )
    if result.cleaned:
        said.append("appendices are copies without author, place, comments and tracked changes")
    if result.uncleaned:
        said.append(f"not cleaned of these, since that could not be done: {listed(result.uncleaned)}")
    return tuple(said)


def _names_sentence(names: int | None) -> str:
    """Return what was done about names, and no more: it is signed as true, and no rule knows every name."""
    if names is None:
        return "names were not looked for unless a title stood before them"
    if not names:
        replaced = "no name of a private list was found"
    else:
        replaced = f"{counted(names, 'name')} of a private list {'was' if names == 1 else 'were'} replaced"
    return f"{replaced}; other names were not looked for unless a title stood before them"
