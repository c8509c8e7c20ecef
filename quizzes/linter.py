"""What must hold of banks and measurement forms beyond their shape: counts, references, and the writing rules that a
program can judge. Errors stop the site from starting, warnings are listed by ``check-content``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from core.content import ROOT, Fault, locate, relative
from core.text import LANGUAGES, SILENT, Condition, Text
from quizzes import wording
from quizzes.catalog import BANKS, FORM_PREFIX, ModuleFacts, Shelf
from quizzes.schema import (
    CORE_ITEMS,
    CORE_MODULES,
    FORM_CORE_ITEMS,
    FORM_OTHER_ITEMS,
    OTHER_ITEMS,
    Bank,
    MeasurementForm,
)
from quizzes.types.base import NO_TAG, Body, Item, Option

Loc = tuple[str | int, ...]

SINGLE_SHARE = (0.60, 0.90)
OTHER_TYPES = 2
LONGEST_RIGHT_SHARE = 0.40
SITUATIONS = 3
DRAWN = ROOT / "static" / "img" / "drawn"


@dataclass(frozen=True)
class Known:
    """What banks may refer to. ``clauses`` and ``settings`` (setting → values) empty: those are not looked at."""

    facts: Mapping[str, ModuleFacts]
    clauses: Collection[str] = ()
    settings: Mapping[str, Collection[str]] | None = None
    pictures: Path = DRAWN


class _Paper:
    """One file with the faults found in it; its lines are looked up once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    @cached_property
    def _tree(self) -> Any:
        return YAML(typ="rt", pure=True).load(self.path.read_bytes())

    def error(self, loc: Loc, message: str, *, warning: bool = False) -> None:
        line, place = locate(self._tree, loc)
        self.faults.append(Fault(relative(self.path), line, place, message, warning))

    def warn(self, loc: Loc, message: str) -> None:
        self.error(loc, message, warning=True)


def check(shelf: Shelf, known: Known, folder: Path = BANKS) -> list[Fault]:
    """Every fault of the shelf, errors and warnings, in the order of files and lines."""
    faults: list[Fault] = []
    for slug, bank in shelf.banks.items():
        paper = _Paper(folder / f"{slug}.yaml")
        _check_bank(paper, bank, known)
        faults += paper.faults
    for name, form in shelf.forms.items():
        paper = _Paper(folder / f"{FORM_PREFIX}{name}.yaml")
        _check_form(paper, form, shelf.forms, known)
        faults += paper.faults
    faults += _missing(shelf, known, folder)
    return sorted(set(faults))


def _check_bank(paper: _Paper, bank: Bank, known: Known) -> None:
    facts = known.facts.get(bank.module)
    if facts is None:
        paper.error(("module",), f"there is no module {bank.module!r}")
    core = facts.core if facts else bank.module in CORE_MODULES
    wanted = CORE_ITEMS if core else OTHER_ITEMS
    if len(bank.items) != wanted:
        paper.error(("items",), f"{len(bank.items)} items, must be {wanted}")
    _check_goals(paper, bank.items, wanted // 4)
    _check_types(paper, bank.items)
    _check_lengths_of_right(paper, bank.items)
    situations = sum(item.situation for item in bank.items)
    if situations < SITUATIONS:
        paper.error(("items",), f"{situations} situations, must be at least {SITUATIONS}")
    for place, item in enumerate(bank.items):
        _check_item(paper, ("items", place), item, facts, known)
    _check_reading(paper, bank.items)


def _check_form(paper: _Paper, form: MeasurementForm, forms: Mapping[str, MeasurementForm], known: Known) -> None:
    count = Counter(item.module for item in form.items)
    for module, facts in known.facts.items():
        wanted = FORM_CORE_ITEMS if facts.core else FORM_OTHER_ITEMS
        if count[module] != wanted:
            paper.error(("items",), f"{count[module]} items of {module}, must be {wanted}")
    for place, item in enumerate(form.items):
        loc: Loc = ("items", place)
        if item.module not in known.facts:
            paper.error((*loc, "module"), f"there is no module {item.module!r}")
        if item.situation:
            paper.error((*loc, "situation"), "the pledge does not use items of the measurement")
        _check_item(paper, loc, item, known.facts.get(item.module), known)
    first = forms.get("a")
    if form.form == "b" and first is not None:
        for place, (one, other) in enumerate(zip(first.items, form.items, strict=False)):
            if (one.module, one.goal) != (other.module, other.goal):
                paper.error(("items", place), f"not parallel to {one.id}: that is {one.goal} of {one.module}")
    _check_lengths_of_right(paper, form.items)
    _check_reading(paper, form.items)


def _check_goals(paper: _Paper, items: Sequence[Item], wanted: int) -> None:
    count = Counter(item.goal for item in items)
    for goal in ("G1", "G2", "G3", "G4"):
        if count[goal] != wanted:
            paper.error(("items",), f"{count[goal]} items for {goal}, must be {wanted}")


def _check_types(paper: _Paper, items: Sequence[Item]) -> None:
    count = Counter(item.type_name for item in items)
    share = count["single"] / len(items)
    low, high = SINGLE_SHARE
    if not low <= share <= high:
        paper.error(("items",), f"{share:.0%} of the items are single, must be {low:.0%} to {high:.0%}")
    if len(count) - 1 < OTHER_TYPES:
        paper.error(("items",), f"at least {OTHER_TYPES} types beside single are needed")


def _check_lengths_of_right(paper: _Paper, items: Sequence[Item]) -> None:
    for language in LANGUAGES:
        verdicts = []
        for item in items:
            for body in bodies(item):
                for _, options in body.choice_sets():
                    right = next(o.text.say(language) for o in options if o.correct)
                    verdicts.append(wording.is_longest(right, [o.text.say(language) for o in options if not o.correct]))
        if verdicts and sum(verdicts) / len(verdicts) > LONGEST_RIGHT_SHARE:
            places = f"{sum(verdicts)} of {len(verdicts)} places"
            paper.error(("items",), f"in {language} the right option is the longest in {places}")


def _check_item(paper: _Paper, loc: Loc, item: Item, facts: ModuleFacts | None, known: Known) -> None:
    if facts is not None:
        if item.goal not in facts.goals:
            paper.error((*loc, "goal"), f"{facts.slug} has no goal {item.goal}")
        if item.agreement not in facts.agreements:
            paper.error((*loc, "agreement"), f"{facts.slug} has no agreement {item.agreement}")
        else:
            unknown = [c for c in facts.agreements[item.agreement].sources if known.clauses and c not in known.clauses]
            for clause in unknown:
                paper.error((*loc, "agreement"), f"{item.agreement} cites {clause}, which no protocol has")
    if item.situation and item.type_name != "single":
        paper.error((*loc, "situation"), "only a single can be a situation in the pledge")
    if item.picture and not (known.pictures / f"{item.picture}.svg").is_file():
        paper.error((*loc, "picture"), f"there is no drawing {item.picture!r}")
    for place, body in enumerate(bodies(item)):
        own: Loc = loc if place == 0 else (*loc, "variants", place - 1)
        _check_tags(paper, own, body, facts)
        _check_words(paper, own, body)
        _check_conditions(paper, own, body, known)


def _check_tags(paper: _Paper, loc: Loc, body: Body, facts: ModuleFacts | None) -> None:
    for place in body.untagged():
        paper.warn((*loc, *place), "a wrong choice without a misconception; write tag: none when that is meant")
    for place, tag in tags(body):
        if tag != NO_TAG and facts is not None and tag not in facts.misconceptions:
            paper.error((*loc, *place), f"{facts.slug} has no misconception {tag}")


def _check_words(paper: _Paper, loc: Loc, body: Body) -> None:
    for place, role, text in texts(body):
        for language, words in text.everything():
            for message in complaints(words, language, role):
                paper.warn((*loc, *place), f"{language}: {message}")


def complaints(words: str, language: str, role: str) -> list[str]:
    """What is wrong with a text by the writing rules. ``role`` is stem, option, feedback or text."""
    found = []
    for sentence in wording.sentences(words):
        count = wording.word_count(sentence)
        if count > wording.LONGEST_SENTENCE:
            found.append(f"a sentence of {count} words, at most {wording.LONGEST_SENTENCE}")
    count = wording.word_count(words)
    longest = {
        "stem": wording.LONGEST_STEM,
        "option": wording.LONGEST_OPTION,
        "feedback": wording.LONGEST_FEEDBACK,
    }.get(role)
    if longest and count > longest:
        found.append(f"{count} words, at most {longest}")
    if role == "feedback":
        if len(wording.sentences(words)) > wording.MOST_FEEDBACK_SENTENCES:
            found.append(f"more than {wording.MOST_FEEDBACK_SENTENCES} sentences")
        if "!" in words:
            found.append("an exclamation mark in feedback")
    unwanted = wording.unwanted(words, language, feedback=role == "feedback")
    return found + [f"{term!r}: write {better}" for term, better in unwanted]


def _check_conditions(paper: _Paper, loc: Loc, body: Body, known: Known) -> None:
    if known.settings is None:
        return
    found: list[tuple[Loc, Condition]] = [(("for", i), c) for i, c in enumerate(getattr(body, "for_", []))]
    for place, _, text in texts(body):
        found += [((*place, "when", i), variant) for i, variant in enumerate(text.when)]
    for place, condition in found:
        values = known.settings.get(condition.setting)
        if values is None:
            paper.error((*loc, *place), f"there is no setting {condition.setting!r}")
            continue
        for value in condition.is_:
            if value not in values and value != SILENT:
                paper.error((*loc, *place), f"{condition.setting} has no value {value!r}")


def _check_reading(paper: _Paper, items: Sequence[Item]) -> None:
    for language in LANGUAGES:
        read = [text.say(language) for item in items for body in bodies(item) for _, _, text in texts(body)]
        mean = wording.mean_sentence(read)
        if mean > wording.MEAN_SENTENCE:
            paper.warn(("items",), f"{language}: {mean:.1f} words per sentence on average, at most 10")


def _missing(shelf: Shelf, known: Known, folder: Path) -> list[Fault]:
    where = relative(folder)
    return [Fault(where, 1, "", f"module {slug} has no bank") for slug in known.facts if slug not in shelf.banks]


def bodies(item: Item) -> list[Body]:
    """The item's own body and those of its variants."""
    return [item, *getattr(item, "variants", [])]


def tags(body: Body) -> Iterator[tuple[Loc, str]]:
    """Every tag in a body with its place."""
    for field in ("options", "clues", "acts", "cards"):
        for place, part in enumerate(getattr(body, field, [])):
            if getattr(part, "tag", None):
                yield (field, place, "tag"), part.tag
    own = getattr(body, "tag", None)
    if own:
        yield ("tag",), own


def texts(body: Body) -> Iterator[tuple[Loc, str, Text]]:
    """Every text in a body with its place and its role: stem, option, feedback or text."""
    yield ("stem",), "stem", body.stem
    for field in ("options", "clues", "acts", "cards", "boxes"):
        for place, part in enumerate(getattr(body, field, [])):
            yield (field, place, "text"), "option", part.text
            if isinstance(part, Option) or hasattr(part, "feedback"):
                yield (field, place, "feedback"), "feedback", part.feedback
    feedback = getattr(body, "feedback", None)
    if feedback is not None:
        yield ("feedback", "right"), "feedback", feedback.right
        yield ("feedback", "not_yet"), "feedback", feedback.not_yet
    if hasattr(body, "sentence"):
        yield ("sentence",), "text", body.sentence
    message = getattr(body, "message", None)
    if message is not None:
        for place, line in enumerate(message.lines):
            yield ("message", "lines", place), "text", line
