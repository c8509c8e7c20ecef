"""The question types, written out. A new one is a file here, a word in ``TYPES`` and ``AnyItem``, a page template
``templates/quizzes/types/<name>.html`` and a section in docs/authors/question-types.md."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizzes.types.base import Item
from quizzes.types.cloze import ClozeItem
from quizzes.types.message import MessageItem
from quizzes.types.multi import MultiItem
from quizzes.types.order import OrderItem
from quizzes.types.single import SingleItem
from quizzes.types.sort import SortItem

TYPES: dict[str, type[Item]] = {
    kind.type_name: kind for kind in (SingleItem, MultiItem, OrderItem, SortItem, MessageItem, ClozeItem)
}

AnyItem = Annotated[
    SingleItem | MultiItem | OrderItem | SortItem | MessageItem | ClozeItem, Field(discriminator="type")
]
