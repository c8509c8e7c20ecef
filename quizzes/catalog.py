"""The shelf of banks, parsed once, and what the modules say about themselves.

Modules belong to the floor above; when the site starts they report here what questions need of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.content import ContentError, Fault, digest, read
from core.text import Text
from quizzes.schema import Bank, MeasurementForm, Statements
from quizzes.types.base import Body, Item

BANKS = Path(__file__).resolve().parent / "banks"
FORM_NAMES = ("a", "b")
FORM_PREFIX = "meting-"
STATEMENTS = f"{FORM_PREFIX}stellingen"

NOT_SHOWN = (set(Item.model_fields) - {"stem"}) | {"type", "module", "variants", "for_"}
"""What an item says about itself rather than to the pupil; it does not change what was asked."""


@dataclass(frozen=True)
class GoalFacts:
    """What a pupil can do after the module, and the agreement it belongs to."""

    text: Text
    agreement: str


@dataclass(frozen=True)
class AgreementFacts:
    """The agreement in pupil words, with the ids of the clauses it rests on."""

    text: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleFacts:
    """What questions need to know of a module.

    ``rehearsal`` is the id of the step to go through before a third attempt, with its address; ``closing`` the address
    to go on to when the module is mastered.
    """

    slug: str
    number: int
    title: Text
    goals: Mapping[str, GoalFacts]
    agreements: Mapping[str, AgreementFacts]
    misconceptions: Mapping[str, Text]
    core: bool = False
    home: str = ""
    closing: str = ""
    rehearsal: str = ""
    rehearsal_address: str = ""


@dataclass(frozen=True)
class Entry:
    """An item with the module it is about."""

    module: str
    item: Item


@dataclass
class Shelf:
    """Everything in the files of this feature, and the facts of the modules."""

    banks: dict[str, Bank]
    forms: dict[str, MeasurementForm]
    statements: Statements | None
    items: dict[str, Entry]
    measured: dict[str, Entry]
    facts: dict[str, ModuleFacts] = field(default_factory=dict)


class NoSuchItem(KeyError):
    """No bank and no form has an item with this id."""


class NoSuchModule(KeyError):
    """There is no module with questions under this name."""


_shelf: Shelf | None = None


def load(cache: Path | None = None, folder: Path = BANKS) -> Shelf:
    """Read the shelf. Raises core.content.ContentError with the faults of every file that cannot be used."""
    global _shelf
    banks, forms, faults = {}, {}, []
    statements = None
    for path in sorted(folder.glob("*.yaml")):
        try:
            if path.stem == STATEMENTS:
                statements = read(path, Statements, cache=cache)
            elif path.stem.startswith(FORM_PREFIX):
                forms[path.stem.removeprefix(FORM_PREFIX)] = read(path, MeasurementForm, cache=cache)
            else:
                banks[path.stem] = read(path, Bank, cache=cache)
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    items = {item.id: Entry(slug, item) for slug, bank in banks.items() for item in bank.items}
    measured = {item.id: Entry(item.module, item) for form in forms.values() for item in form.items}
    _check_unique(folder, banks, forms)
    _shelf = Shelf(banks, forms, statements, items, measured)
    return _shelf


def shelf() -> Shelf:
    """The shelf, read at first use."""
    return _shelf or load()


def put_back(kept: Shelf) -> None:
    """Use a shelf that was read before, after looking at another one."""
    global _shelf
    _shelf = kept


def register(facts: Iterable[ModuleFacts]) -> None:
    """Tell the questions about the modules; called once at start by the floor above, and again after a reload."""
    shelf().facts = {one.slug: one for one in facts}


def facts(module: str) -> ModuleFacts:
    """What ``module`` says about itself. Raises NoSuchModule when it has no bank or did not report."""
    found = shelf().facts.get(module)
    if found is None or module not in shelf().banks:
        raise NoSuchModule(module)
    return found


def modules() -> list[ModuleFacts]:
    """The modules with a bank, in their order."""
    known = shelf()
    return sorted((one for one in known.facts.values() if one.slug in known.banks), key=lambda one: one.number)


def entry(item_id: str) -> Entry:
    """The item with this id, of a bank or of a measurement form. Raises NoSuchItem."""
    known = shelf()
    found = known.items.get(item_id) or known.measured.get(item_id)
    if found is None:
        raise NoSuchItem(item_id)
    return found


def bank_items(module: str) -> list[Item]:
    """The items of a module's bank. Raises NoSuchModule."""
    bank = shelf().banks.get(module)
    if bank is None:
        raise NoSuchModule(module)
    return list(bank.items)


def text_digest(item: Item, body: Body) -> str:
    """SHA-256 of everything a question says at one school, in all languages: what exactly was asked."""
    shown = body.model_dump(mode="json", by_alias=True, exclude=NOT_SHOWN)
    return digest({"id": item.id, "body": shown})


def _check_unique(folder: Path, banks: Mapping[str, Bank], forms: Mapping[str, MeasurementForm]) -> None:
    """Raise ContentError when two files hold the same item id, or when a bank is not called after its module."""
    seen: dict[str, str] = {}
    faults = []
    named: list[tuple[str, list[str]]] = [(slug, [item.id for item in bank.items]) for slug, bank in banks.items()]
    named += [(f"{FORM_PREFIX}{name}", [item.id for item in form.items]) for name, form in forms.items()]
    for stem, ids in named:
        file = f"{folder.parent.name}/{folder.name}/{stem}.yaml"
        for item_id in ids:
            if item_id in seen:
                faults.append(Fault(file, 1, f"items › {item_id}", f"this id is used in {seen[item_id]} too"))
            seen.setdefault(item_id, f"{stem}.yaml")
        if stem in banks and banks[stem].module != stem:
            faults.append(Fault(file, 1, "module", f"the file of module {banks[stem].module!r} must be called so"))
    if faults:
        raise ContentError(faults)
