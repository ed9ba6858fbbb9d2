"""What the owner does to the register, as values: nothing is lost, nothing else changes, what is refused is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from building import NOW, TODAY, a_register, an_entry, changed, typed_texts
from gap_records import standard
from hypothesis import given
from hypothesis import strategies as st

from cswo_eval.framework.given_names import competency_or_element, kind_named, tag_named
from cswo_eval.record.models import Attachment, Evidence, EvidenceRegister, Link
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.record.register_changes import (
    EDITABLE_FIELDS,
    LinkWish,
    account_removed,
    account_restored,
    attachment_named,
    edited,
    entry_added,
    is_account_id,
    linked,
    newest_wanted,
    next_account_id,
    present_account,
    present_entry,
    removed,
    replaced_by,
    restored,
    tag_to_look_for,
    tag_to_take_off,
    tagged,
    unlinked,
)
from cswo_eval.text.problems import CswoEvalError, UnknownId

LATER = "2026-11-21T10:00:00Z"
ITEMS = ("SD1.3", "SD1.4", "SD2", "MV1.1")


def a_file(number: int, replaces: str | None = None) -> Attachment:
    """File T<number> of an entry."""
    return Attachment(
        id=f"T{number}",
        name="minutes.docx",
        stored=f"E1/T{number}",
        sha256="0" * 64,
        size=3,
        added=NOW,
        replaces=replaces,
    )


def an_account(number: int = 1, **given: Any) -> Reflection:
    """Account R<number>."""
    return Reflection(
        **{"id": f"R{number}", "title": "A day", "model": "gibbs", "effective": TODAY, "written": NOW, **given}
    )


@st.composite
def registers(draw: st.DrawFn) -> EvidenceRegister:
    """A register of one to five entries with links and tags, some of them taken out."""
    entries = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        items = draw(st.lists(st.sampled_from(ITEMS), unique=True))
        gone = draw(st.sampled_from([None, None, LATER]))
        entry = an_entry(number, *items, title=draw(typed_texts()) + "x", shows=draw(typed_texts()), removed=gone)
        entries.append(tagged(entry, draw(st.lists(st.sampled_from(["cpl:protection", "annual-report:summary"])))))
    return a_register(entries)


wishes = st.lists(
    st.builds(
        LinkWish,
        st.sampled_from(ITEMS),
        st.sampled_from([None, "supports", "contradicts"]),
        st.one_of(st.none(), typed_texts()),
    )
)


def others(register: EvidenceRegister, name: str) -> list[Evidence]:
    """Every entry but one."""
    return [entry for entry in register.entries if entry.id != name]


# --- laws -------------------------------------------------------------------------------------------------------------


@given(registers(), st.data())
def test_taking_out_and_bringing_back_leaves_everything_as_it_was(
    register: EvidenceRegister, data: st.DataObject
) -> None:
    """`restored` undoes `removed`, field for field, and neither touches another entry."""
    present = register.present()
    if not present:
        return
    name = data.draw(st.sampled_from(present)).id
    out = removed(register, name, LATER)
    assert out.find(name) is None
    assert len(out.entries) == len(register.entries)
    assert restored(out, name) == register


@given(registers(), typed_texts())
def test_a_new_entry_gets_an_id_that_none_has_had_and_keeps_every_word(register: EvidenceRegister, words: str) -> None:
    """Also where entries were taken out; all that was there stays, in its order."""
    new, entry = entry_added(register, an_entry(1, title=words + "x", shows=words), TODAY)
    assert entry.id not in {one.id for one in register.entries}
    assert (entry.title, entry.shows) == (words + "x", words)
    assert new.entries == (*register.entries, entry)


@given(registers(), typed_texts(), st.sampled_from(["my_part", "shows", "confirmer"]), st.data())
def test_an_edit_changes_that_field_of_that_entry_and_nothing_else(
    register: EvidenceRegister, words: str, field: str, data: st.DataObject
) -> None:
    """Letter for letter; every other field and every other entry is the same."""
    present = register.present()
    if not present:
        return
    entry = data.draw(st.sampled_from(present))
    after = edited(register, entry.id.lower(), {field: words}, TODAY)
    assert present_entry(after, entry.id) == changed(entry, **{field: words})
    assert others(after, entry.id) == others(register, entry.id)


@given(st.lists(st.sampled_from(ITEMS), unique=True), wishes)
def test_there_is_one_link_for_each_item_and_none_is_lost(items: list[str], wished: list[LinkWish]) -> None:
    """Linking again changes a link; what a wish leaves open stays as it was."""
    entry = an_entry(1, *items)
    after = linked(entry, wished)
    assert [link.item for link in after.links] == list(dict.fromkeys([*items, *(wish.item for wish in wished)]))
    for link in after.links:
        reasons = [wish.reason for wish in wished if wish.item == link.item and wish.reason is not None]
        bearings = [wish.bearing for wish in wished if wish.item == link.item and wish.bearing is not None]
        assert link.reason == (reasons[-1] if reasons else "It shows it." if link.item in items else "")
        assert link.bearing == (bearings[-1] if bearings else "supports")


@given(wishes)
def test_unlinking_undoes_linking(wished: list[LinkWish]) -> None:
    """Every item that was linked can be taken off again."""
    entry = an_entry(1, "WO1.1")
    items = [wish.item for wish in wished]
    assert unlinked(linked(entry, wished), items) == entry


@given(st.lists(st.sampled_from(["cpl:a", "cpl:b", "annual-report:c"])), st.lists(st.sampled_from(["cpl:a", "cpl:b"])))
def test_a_tag_stands_once_and_one_taken_off_is_gone(on: list[str], off: list[str]) -> None:
    """In the order they were given."""
    tags = tagged(an_entry(1, tags=("cpl:b",)), on, off).tags
    assert list(tags) == [tag for tag in dict.fromkeys(["cpl:b", *on]) if tag not in off]


# --- refused ----------------------------------------------------------------------------------------------------------


def test_a_day_to_come_is_refused_and_today_is_not() -> None:
    """Evidence is of something that has happened."""
    register = a_register([an_entry(1)])
    with pytest.raises(CswoEvalError, match="still to come"):
        edited(register, "E1", {"effective": TODAY + timedelta(days=1)}, TODAY)
    assert edited(register, "E1", {"effective": TODAY}, TODAY).entries[0].effective == TODAY


def test_a_day_before_records_begin_is_refused() -> None:
    """The year 1926 is a slip for 2026, and a record could not be read back with it."""
    with pytest.raises(CswoEvalError, match="1926"):
        entry_added(a_register(), an_entry(1, effective=date(1926, 9, 1)), TODAY)


@pytest.mark.parametrize("title", ["", " ", "\n\t"])
def test_a_title_without_a_word_is_refused(title: str) -> None:
    """When it is added and when it is changed."""
    with pytest.raises(CswoEvalError, match="title"):
        entry_added(a_register(), an_entry(1, title=title), TODAY)
    with pytest.raises(CswoEvalError, match="title"):
        edited(a_register([an_entry(1)]), "E1", {"title": title}, TODAY)


def test_an_entry_that_is_not_there_names_the_nearest() -> None:
    """UnknownId, with what to do."""
    with pytest.raises(UnknownId, match="Did you mean E12"):
        present_entry(a_register([an_entry(12)]), "E112")


def test_an_empty_register_says_how_it_is_begun() -> None:
    """Rather than that there is no such id."""
    with pytest.raises(CswoEvalError, match="evidence add"):
        present_entry(a_register(), "E1")


def test_what_was_taken_out_is_brought_back_before_it_is_changed() -> None:
    """The sentence names the command."""
    with pytest.raises(CswoEvalError, match="remove E1 --bring-back"):
        edited(a_register([an_entry(1, removed=NOW)]), "E1", {"shows": "x"}, TODAY)


def test_taking_out_twice_and_bringing_back_what_is_there_are_refused() -> None:
    """Both in words."""
    register = a_register([an_entry(1)])
    with pytest.raises(CswoEvalError, match="already"):
        removed(removed(register, "E1", NOW), "E1", NOW)
    with pytest.raises(CswoEvalError, match="nothing to bring back"):
        restored(register, "E1")


def test_a_link_that_is_not_there_cannot_be_taken_off() -> None:
    """What it does bear on is named."""
    with pytest.raises(CswoEvalError, match=r"not linked to SD2.*SD1\.3"):
        unlinked(an_entry(1, "SD1.3"), ["SD1.3", "SD2"])


def test_an_edit_takes_no_field_that_has_its_own_way() -> None:
    """Links, files and the day of recording are not edited as fields."""
    assert not {"id", "recorded", "links", "attachments", "removed", "tags"} & set(EDITABLE_FIELDS)
    with pytest.raises(ValueError, match="links"):
        edited(a_register([an_entry(1)]), "E1", {"links": ()}, TODAY)


# --- names as they are given ------------------------------------------------------------------------------------------


def test_a_competency_and_an_element_are_named_in_any_case() -> None:
    """With spaces round it too."""
    assert [competency_or_element(standard(), one) for one in ("sd1.3", " SD1 ")] == ["SD1.3", "SD1"]


def test_a_whole_aspect_is_refused_with_what_could_be_meant() -> None:
    """An entry bears on a competency or an element."""
    with pytest.raises(CswoEvalError, match=r"whole aspect.*SD1 or SD1\.1"):
        competency_or_element(standard(), "sd")


@pytest.mark.parametrize("given_", ["document", "Document", "DOCUMENT ", "2"])
def test_a_kind_is_named_by_id_name_or_number(given_: str) -> None:
    """As the list numbers them."""
    assert kind_named(standard(), given_) == "document"


def test_an_unknown_kind_names_the_nearest_and_lists_all() -> None:
    """UnknownId."""
    with pytest.raises(UnknownId, match=r"Did you mean document\?.*feedback"):
        kind_named(standard(), "docment")


def test_a_tag_may_leave_out_its_purpose_where_only_one_has_the_heading() -> None:
    """cpl:protection is the only protection."""
    assert [tag_named(standard(), one) for one in ("cpl:protection", "Protection")] == ["cpl:protection"] * 2
    with pytest.raises(UnknownId, match="Did you mean cpl:protection"):
        tag_named(standard(), "cpl:protecton")


def test_a_heading_that_is_no_longer_listed_can_still_be_looked_for_and_taken_off() -> None:
    """What was filed under it is not lost for that."""
    entry = an_entry(1, tags=("cpl:former",))
    assert tag_to_take_off(standard(), entry, "former") == "cpl:former"
    assert tag_to_look_for(standard(), a_register([entry]), "CPL:former") == "cpl:former"


def test_a_tag_that_an_entry_does_not_have_cannot_be_taken_off() -> None:
    """What it has is named."""
    with pytest.raises(CswoEvalError, match="It has cpl:wellbeing"):
        tag_to_take_off(standard(), an_entry(1, tags=("cpl:wellbeing",)), "cpl:protection")


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_can_be_marked_as_the_newer_version_of_another() -> None:
    """Both stay."""
    entry = an_entry(1, attachments=(a_file(1), a_file(2)))
    files = replaced_by(entry, "t1", "T2").attachments
    assert [(one.id, one.replaces) for one in files] == [("T1", None), ("T2", "T1")]


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        ("T3", "T3", "not added after"),
        ("T3", "T2", "not added after"),
        ("T1", "T3", "newer version already"),
        ("T3", "T4", "newer version of T2 already"),
    ],
)
def test_a_line_of_versions_has_one_next_and_no_circle(earlier: str, later: str, said: str) -> None:
    """T2 is the newer version of T1 and T4 that of T2; T3 stands alone."""
    files = (a_file(1), a_file(2, replaces="T1"), a_file(3), a_file(4, replaces="T2"))
    with pytest.raises(CswoEvalError, match=said):
        replaced_by(an_entry(1, attachments=files), earlier, later)


def test_a_version_is_added_to_the_newest() -> None:
    """The sentence names it."""
    entry = an_entry(1, attachments=(a_file(1), a_file(2, replaces="T1")))
    assert newest_wanted(entry, "T2").id == "T2"
    with pytest.raises(CswoEvalError, match=r"T2\. Name that one"):
        newest_wanted(entry, "T1")


def test_an_unknown_file_names_the_nearest_and_none_says_how_one_is_added() -> None:
    """UnknownId, and a sentence with the command."""
    with pytest.raises(UnknownId, match="Did you mean T1"):
        attachment_named(an_entry(1, attachments=(a_file(1),)), "T11")
    with pytest.raises(CswoEvalError, match="--attach FILE"):
        attachment_named(an_entry(1), "T1")


# --- reflective accounts ----------------------------------------------------------------------------------------------


def test_an_account_is_linked_like_an_entry() -> None:
    """With its reason."""
    links = linked(an_account(), [LinkWish("SD1.3", None, "It does")]).links
    assert links == (Link(item="SD1.3", reason="It does"),)


def test_an_account_taken_out_and_brought_back_is_as_it_was() -> None:
    """And is not to be changed meanwhile."""
    account = an_account()
    out = account_removed(account, NOW)
    assert account_restored(out) == account
    with pytest.raises(CswoEvalError, match="remove R1 --bring-back"):
        present_account([out], "r1")


def test_an_account_gets_an_id_that_none_has_had() -> None:
    """Also after one was taken out."""
    assert next_account_id([]) == "R1"
    assert next_account_id([an_account(1), an_account(7, removed=NOW)]) == "R8"


@pytest.mark.parametrize(
    ("given_", "is_account"), [("R1", True), (" r12 ", True), ("E1", False), ("R", False), ("", False)]
)
def test_an_account_is_told_from_an_entry_by_its_id(given_: str, is_account: bool) -> None:
    """R1 and E1."""
    assert is_account_id(given_) is is_account
