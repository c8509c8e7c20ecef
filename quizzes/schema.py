"""The files on the shelf ``quizzes/banks/``: a module's bank, and the two forms of the start and end measurement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from quizzes.types import AnyItem
from quizzes.types.base import Item, Part
from quizzes.types.cloze import ClozeItem
from quizzes.types.message import MessageItem
from quizzes.types.multi import MultiItem
from quizzes.types.order import OrderItem
from quizzes.types.single import SingleItem
from quizzes.types.sort import SortItem

CORE_MODULES = ("wachtwoorden", "privacy", "doorsturen", "vrienden")
CORE_ITEMS, OTHER_ITEMS = 16, 12
FORM_CORE_ITEMS, FORM_OTHER_ITEMS = 3, 1
FORM_ITEMS = 22


class Bank(Spec):
    """The questions of one module: 16 for the four core modules, 12 for the others, equally many per goal."""

    module: str = Field(pattern=r"^[a-z]+$")
    items: list[AnyItem] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids(self) -> Bank:
        check_item_ids(self.items)
        return self


class _Measured(Spec):
    """What an item of a measurement form says beside its own head."""

    module: str = Field(pattern=r"^[a-z]+$")


class MeasuredSingle(_Measured, SingleItem):
    pass


class MeasuredMulti(_Measured, MultiItem):
    pass


class MeasuredOrder(_Measured, OrderItem):
    pass


class MeasuredSort(_Measured, SortItem):
    pass


class MeasuredMessage(_Measured, MessageItem):
    pass


class MeasuredCloze(_Measured, ClozeItem):
    pass


MeasuredItem = Annotated[
    MeasuredSingle | MeasuredMulti | MeasuredOrder | MeasuredSort | MeasuredMessage | MeasuredCloze,
    Field(discriminator="type"),
]


class MeasurementForm(Spec):
    """Form A or B: 22 items used nowhere else; the items on one place in A and B are parallel."""

    form: Literal["a", "b"]
    items: list[MeasuredItem] = Field(min_length=FORM_ITEMS, max_length=FORM_ITEMS)

    @model_validator(mode="after")
    def _ids(self) -> MeasurementForm:
        check_item_ids(self.items)
        return self


class Statements(Spec):
    """The sentences "Ik weet wat ik doe als …", answered with one of four faces, at the start and at the end."""

    intro: Text
    faces: list[Part] = Field(min_length=4, max_length=4)
    statements: list[Part] = Field(min_length=5, max_length=5)


def check_item_ids(items: list[AnyItem] | list[MeasuredItem]) -> None:
    """Raise ValueError when two items share an id, or when the ids do not start with the same two letters."""
    heads: list[Item] = list(items)
    ids = [item.id for item in heads]
    doubled = next((name for name in ids if ids.count(name) > 1), None)
    if doubled:
        raise ValueError(f"two items have the id {doubled}")
    if len({name[:2] for name in ids}) > 1:
        raise ValueError("the ids of one bank start with the same two letters")
