"""What was said under another version of the Standard, fitted to the one in use."""

from __future__ import annotations

from cswo_eval.framework.fitted_ids import fit_ids
from cswo_eval.framework.framework import Framework
from cswo_eval.record.models import EvidenceRegister, Profile, Round, SetAside


def fitted_register(register: EvidenceRegister, framework: Framework) -> EvidenceRegister:
    """Return the register with its links carried to renamed ids. Other unknown links stay as they are."""
    moves = fit_ids({link.item for entry in register.entries for link in entry.links}, framework)
    carried = {was: move.now for was, move in moves.items() if move.now is not None}
    if not carried:
        return register
    entries = []
    for entry in register.entries:
        links = tuple(link._replace(item=carried.get(link.item, link.item)) for link in entry.links)
        entries.append(entry if links == entry.links else entry._replace(links=links))
    return register._replace(entries=tuple(entries))


def fitted_profile(profile: Profile, framework: Framework) -> Profile:
    """Return the profile with the owner's own targets carried to renamed ids."""
    moves = fit_ids(profile.targets, framework)
    carried = {was: move.now for was, move in moves.items() if move.now is not None}
    if not carried:
        return profile
    return profile._replace(targets={carried.get(name, name): level for name, level in profile.targets.items()})


def fitted(round_: Round, framework: Framework) -> Round:
    """Return the round fitted to the Standard in use: an answer is carried to a renamed id, or set aside whole."""
    whole = {name: answer.made_whole() for name, answer in round_.answers.items()}
    if whole != round_.answers:
        round_ = round_._replace(answers=whole)
    moves = fit_ids(round_.answers, framework)
    back = {one.id for one in round_.set_aside} & {*framework.elements, *framework.competencies}
    if not moves and not back:
        return round_
    answers = {name: answer for name, answer in round_.answers.items() if name not in moves}
    aside = [one for one in round_.set_aside if one.id not in back or one.id in answers]
    answers.update({one.id: one.answer for one in round_.set_aside if one.id in back and one.id not in answers})
    for name, move in moves.items():
        if move.now is not None and move.now not in answers:
            answers[move.now] = round_.answers[name]
        else:
            aside.append(SetAside(id=name, reason=move.reason, answer=round_.answers[name]))
    position = round_.position
    if position in moves:
        position = moves[position].now
    return round_._replace(answers=answers, set_aside=tuple(aside), position=position)
