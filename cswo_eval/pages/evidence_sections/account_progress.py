"""How far a reflective account has come: its stages, those without words, its length against its limit."""

from __future__ import annotations

from collections.abc import Iterable

from cswo_eval.analysis.sufficiency import word_count
from cswo_eval.framework.framework import Framework
from cswo_eval.framework.portfolio_models import ReflectionStage
from cswo_eval.record.portfolio_models import Reflection
from cswo_eval.text.words import counted


def stages_of(framework: Framework, account: Reflection) -> tuple[ReflectionStage, ...]:
    """Return the stages of an account's model, and those at SCQF level 11 where the owner chose these or has words there."""
    models = framework.reflection_models
    model = next((one for one in models.models if one.id == account.model), None)
    deeper = models.level_eleven if wants_level_eleven(framework, account) else ()
    return (*(model.stages if model is not None else ()), *deeper)


def wants_level_eleven(framework: Framework, account: Reflection) -> bool:
    """Return whether the prompts at SCQF level 11 belong to an account: it has one of these parts, if only an empty one."""
    return any(one.id in account.parts for one in framework.reflection_models.level_eleven)


def stages_without_words(framework: Framework, account: Reflection) -> tuple[ReflectionStage, ...]:
    """Return the stages under which nothing is written yet."""
    return tuple(one for one in stages_of(framework, account) if not account.parts.get(one.id, "").strip())


def unfinished(framework: Framework, accounts: Iterable[Reflection]) -> tuple[Reflection, ...]:
    """Return the accounts, not taken out, that have a part without words; the one that was changed last comes last."""
    left = [one for one in accounts if one.removed is None and stages_without_words(framework, one)]
    return tuple(sorted(left, key=lambda one: one.changed or one.written))


def left_to_write(framework: Framework, account: Reflection) -> str:
    """Return '3 of 6 parts to write'."""
    return (
        f"{len(stages_without_words(framework, account))} of "
        f"{counted(len(stages_of(framework, account)), 'part')} to write"
    )


def words_said(account: Reflection) -> str:
    """Return '412 of 1,500 words', with how far it is over its limit; without a limit '412 words'."""
    count = sum(word_count(text) for text in account.parts.values())
    if account.word_limit is None:
        return counted(count, "word") if count < 1000 else f"{count:,} words"
    said = f"{count:,} of {account.word_limit:,} words"
    over = count - account.word_limit
    return f"{said}: {over:,} over the limit" if over > 0 else said
