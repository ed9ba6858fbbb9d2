"""Register and plan as their owner sees them: everything that stays bears the mark, whatever it stays for."""

from __future__ import annotations

from cswo_eval.disclosure.private_things import private_goals, private_things
from cswo_eval.disclosure.whole_record import WholeRecord
from cswo_eval.record.models import EvidenceRegister
from cswo_eval.record.plan_models import Plan


def register_with_marks(whole: WholeRecord) -> EvidenceRegister:
    """Return the register with the mark on each entry that does not leave. To be shown, never to be saved.

    One that was taken out has it as if it were there: its words are as private as they were.
    """
    register = whole.register
    there = register._replace(entries=tuple(one._replace(removed=None) for one in register.entries))
    stay = private_things(whole._replace(register=there)).entries
    return register._replace(
        entries=tuple(one._replace(private=True) if one.id in stay else one for one in register.entries)
    )


def plan_with_marks(whole: WholeRecord, plan: Plan) -> Plan:
    """Return a plan with the mark on each action that does not leave: its own, or its goal's. To be shown, never to be saved."""
    goals = private_goals(plan, private_things(whole).items)
    return plan._replace(
        actions=tuple(one._replace(private=True) if one.goal in goals else one for one in plan.actions)
    )
