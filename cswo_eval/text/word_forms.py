"""The forms of an English word, so that 'supervising' finds 'supervision'. Made for searching, not for showing.

Our own few lines, and no library: on the phrases of `tests/test_search.py` a whole stemmer (Snowball) found one less than
these, and it brings two megabytes of other languages along.
"""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[^\W_]+")
_OWNERS = re.compile(r"['’]s?\b")
"""What makes "children's" of "children" and "carers'" of "carers"."""
_OF_NOUNS = ("ance", "ant", "ants", "ion", "ions", "ation", "ations", "ive")
_FAMILIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("", "s", "ed", "ing", "ings"), (
        "es", "er", "ers", "or", "ors", "ment", "ments", "ly", "ful", "ness", "able", "al", "als", "ity", "ities", *_OF_NOUNS
    )),
    (("e", "es", "ed", "ing", "ings"), (
        "er", "ers", "or", "ors", "ement", "ements", "ely", "eful", "able", "al", "als", *_OF_NOUNS
    )),
    (("y", "ies", "ied", "ying"), ("ily", "iness")),
    (("de", "des", "ded", "ding"), ("sion", "sions")),
    (("", "s", "ed", "ing"), ("ent", "ently", "ence", "ences")),
    (("le",), ("ility", "ilities")),
)  # fmt: skip
"""Endings that change places with one another: those after which three letters of the word are enough, and those that need four."""
_OTHER_FORMS = {
    "best": "good", "better": "good", "brought": "bring", "built": "build", "children": "child", "chose": "choose",
    "chosen": "choose", "dealt": "deal", "ethic": "ethics", "ethical": "ethics", "gave": "give", "given": "give",
    "heard": "hear", "held": "hold", "kept": "keep", "knew": "know", "knowledge": "know", "known": "know",
    "led": "lead", "left": "leave", "lost": "lose", "made": "make", "meant": "mean", "met": "meet", "paid": "pay",
    "said": "say", "saw": "see", "seen": "see", "sent": "send", "spent": "spend", "spoke": "speak",
    "spoken": "speak", "stood": "stand", "taken": "take", "taught": "teach", "thought": "think", "told": "tell",
    "took": "take", "understood": "understand", "unethical": "ethics", "won": "win", "written": "write",
    "wrote": "write",
}  # fmt: skip
"""Forms that no ending explains."""
SMALL_WORDS = frozenset((
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can",
    "could", "did", "do", "does", "doing", "done", "for", "from", "get", "gets", "getting", "go", "goes", "going",
    "had", "has", "have", "having", "he", "her", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "it",
    "its", "just", "let", "may", "me", "might", "mine", "must", "my", "no", "nor", "not", "of", "off", "on", "or",
    "our", "ours", "out", "over", "own", "put", "she", "should", "so", "some", "such", "than", "that", "the",
    "their", "theirs", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "very",
    "was", "we", "well", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will",
    "with", "would", "yet", "you", "your", "yours",
))  # fmt: skip
"""Words that say nothing of what is looked for."""


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters, in order, without the signs between and within them."""
    return _WORD.findall(_OWNERS.sub("", text.casefold()))


@cache
def roots_of(word: str) -> frozenset[str]:
    """Return what a word in small letters may be a form of. Two words are forms of one where they have a root in common."""
    word = _OTHER_FORMS.get(word, word)
    return frozenset(
        f"{_single(rest) if endings is near or ending == 'es' else rest}+{number}"
        for number, (near, far) in enumerate(_FAMILIES)
        for endings, least in ((near, 3), (far, 4))
        for ending in endings
        if word.endswith(ending) and len(rest := word.removesuffix(ending)) >= least
    )


def _single(rest: str) -> str:
    """Return it with one letter for two at its end: 'plan' of 'planning', and so 'tel' of 'tell' too.

    Not before the other endings: a councillor is no form of a council.
    """
    return rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] else rest
