"""Measures of pupil texts: sentences, words, and words that this course does not use. Pure; lessons use them too."""

from __future__ import annotations

import re

LONGEST_SENTENCE = 16
LONGEST_STEM = 30
LONGEST_OPTION = 12
LONGEST_FEEDBACK = 30
MOST_FEEDBACK_SENTENCES = 3
MEAN_SENTENCE = 10.0

_END = re.compile(r"[.!?…]+[\"'”’)»]*(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’\-@.&/][^\W_]+)*")

UNWANTED: dict[str, dict[str, str]] = {
    "nl": {
        "sharen": "delen of doorsturen",
        "share": "delen of doorsturen",
        "geshared": "gedeeld of doorgestuurd",
        "posten": "plaatsen",
        "gepost": "geplaatst",
        "checken": "bekijken of nagaan",
        "check": "bekijk of ga na",
        "checkt": "bekijkt of gaat na",
        "gecheckt": "bekeken of nagegaan",
        "tracken": "volgen",
        "content": "wat je plaatst",
        "community": "groep",
        "device": "apparaat",
        "devices": "apparaten",
        "passphrase": "wachtzin",
        "upstander": "helper",
        "screenshot": "schermfoto",
        "settings": "instellingen",
        "gevaarlijk internet": "wat er gebeurt en wat je kunt doen",
        "je moet toch weten": "wat je kunt doen",
        "alle bovenstaande": "een eigen antwoord",
    },
    "en": {
        "upstander": "helper",
        "dangerous internet": "what happens and what you can do",
        "you should know": "what you can do",
        "all of the above": "an answer of its own",
    },
}
"""Per language: what we do not write → what we write."""

VERDICTS = {"nl": ("fout", "nog niet"), "en": ("wrong", "not yet")}
"""What feedback does not begin with, nor calls out: "Fout!". In a sentence the word is an ordinary one."""


def sentences(text: str) -> list[str]:
    """The sentences of a text; a closing quotation mark stays with its sentence."""
    parts, start = [], 0
    for match in _END.finditer(text):
        parts.append(text[start : match.end()])
        start = match.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text; ``fiets-wolk-lama-soep`` and ``Noor's`` are one word each."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    return len(words(text))


def unwanted(text: str, language: str, *, feedback: bool = False) -> list[tuple[str, str]]:
    """(what stands there, what we write instead) for each unwanted word or phrase in ``text``."""
    found = []
    for term, better in UNWANTED.get(language, {}).items():
        if re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", text, re.IGNORECASE):
            found.append((term, better))
    verdict = VERDICTS.get(language)
    if feedback and verdict and re.search(rf"^{verdict[0]}\b|\b{verdict[0]}!", text, re.IGNORECASE):
        found.append(verdict)
    return found


def mean_sentence(texts: list[str]) -> float:
    """Mean number of words per sentence over texts; 0 when there are none."""
    counts = [word_count(sentence) for text in texts for sentence in sentences(text)]
    return sum(counts) / len(counts) if counts else 0.0


def is_longest(right: str, others: list[str]) -> bool:
    """True when ``right`` has more characters than every other option."""
    return all(len(right) > len(other) for other in others)
