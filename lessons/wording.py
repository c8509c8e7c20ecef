"""How a module is worded: length of sentences and options, words to leave out, tags that lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.text import Spec, Text
from lessons.prose import bare
from lessons.references import Loc, parts
from lessons.schema import Module
from lessons.steps.base import JudgedOption, Step
from lessons.steps.keuzeverhaal import Choice
from lessons.steps.sorteren import SortCard
from lessons.steps.verhaal import Panel
from lessons.steps.verzoekspeurder import Decision
from lessons.steps.zoekrechter import Verdict

LONGEST_SENTENCE = 16
LONGEST_OPTION = 12
LONGEST_FEEDBACK, FEEDBACK_SENTENCES = 30, 3
LONGEST_PANEL = 50
LONGEST_INTRO = 70
MEAN_SENTENCE = 10

BANNED = {
    "nl": (
        "sharen", "posten", "checken", "tracken", "content", "community", "device", "passphrase", "upstander",
        "gevaarlijk internet", "je moet toch weten",
    ),
    "en": ("upstander", "you should know"),
}  # fmt: skip
WRONG = {"nl": r"^fout\b", "en": r"^wrong\b"}
TELLTALE = re.compile(r"(^|-)(right|wrong|good|correct|goed|fout|juist|fake|nep|echt|safe|veilig|lek|leak|target)(-|$)")

Found = tuple[Loc, str, bool]

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+[\"”’')]*|$)")
_WORD = re.compile(r"[\w'’-]+")


def findings(module: Module) -> Iterator[Found]:
    """Faults and warnings about the words pupils read; the pages for adults may be longer."""
    lengths: dict[str, list[int]] = {"nl": [], "en": []}
    for loc, part in parts(module):
        if not _for_pupils(loc):
            continue
        yield from _ids(loc, part)
        yield from _tags(loc, part)
        yield from _limits(loc, part)
        if isinstance(part, Text):
            yield from _sentences(loc, part, lengths)
    for language, found in lengths.items():
        if found and sum(found) / len(found) > MEAN_SENTENCE:
            yield (), f"mean sentence in {language} is longer than {MEAN_SENTENCE} words", True


def sentences(text: str) -> list[str]:
    """The sentences of a text, without its marks."""
    return [match.group(0).strip() for match in _SENTENCE.finditer(bare(text)) if _WORD.search(match.group(0))]


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(bare(text)))


def _for_pupils(loc: Loc) -> bool:
    return not loc or loc[0] not in ("teacher", "family", "misconceptions", "agreements")


def _sentences(loc: Loc, text: Text, lengths: dict[str, list[int]]) -> Iterator[Found]:
    for language, words in text.everything():
        counts = [words_in(sentence) for sentence in sentences(words)]
        lengths.setdefault(language, []).extend(counts)
        if max(counts, default=0) > LONGEST_SENTENCE:
            yield loc, f"a sentence in {language} has {max(counts)} words", True
        for banned in BANNED.get(language, ()):
            if re.search(rf"\b{re.escape(banned)}\b", words, re.IGNORECASE):
                yield loc, f"{banned!r} is a word to leave out", True
        if re.search(WRONG.get(language, r"$^"), words.strip(), re.IGNORECASE):
            yield loc, f"feedback never begins with {words.split()[0]!r}", False


def _limits(loc: Loc, part: Spec) -> Iterator[Found]:
    if isinstance(part, JudgedOption):
        yield from _longer(loc, "text", part.text, LONGEST_OPTION, "an option")
    feedback = getattr(part, "feedback", None)
    if isinstance(feedback, Text):
        yield from _longer(loc, "feedback", feedback, LONGEST_FEEDBACK, "feedback")
        for language, words in feedback.everything():
            if len(sentences(words)) > FEEDBACK_SENTENCES:
                yield (*loc, "feedback"), f"feedback in {language} has more than {FEEDBACK_SENTENCES} sentences", True
    if isinstance(part, Panel):
        yield from _longer(loc, "text", part.text, LONGEST_PANEL, "a panel")
    if isinstance(part, Step) and part.intro:
        yield from _longer(loc, "intro", part.intro, LONGEST_INTRO, "an intro")


def _longer(loc: Loc, name: str, text: Text, most: int, what: str) -> Iterator[Found]:
    for language, words in text.everything():
        if words_in(words) > most:
            yield (*loc, name), f"{what} in {language} has {words_in(words)} words, more than {most}", True


def _tags(loc: Loc, part: Spec) -> Iterator[Found]:
    if isinstance(part, (JudgedOption, Decision, Verdict)):
        if part.right and part.tag:
            yield (*loc, "tag"), "a right choice carries no tag", False
        if not part.right and part.tag is None:
            yield loc, "a wrong choice without tag (say tag: none where there is none)", True
    if isinstance(part, Choice) and not part.protective and part.tag is None:
        yield loc, "a choice that is not protective without tag (say tag: none where there is none)", True
    if isinstance(part, SortCard) and part.tag is None:
        yield loc, "a card without tag (say tag: none where there is none)", True


def _ids(loc: Loc, part: Spec) -> Iterator[Found]:
    name = getattr(part, "id", "")
    if isinstance(name, str) and TELLTALE.search(name):
        yield (*loc, "id"), f"the id {name} stands in the page and may give the answer away", True
