"""Thousands of conversations of plausible words, the same ones every time."""

import random
from datetime import UTC, datetime, timedelta

from paceline.chat import Role
from paceline.history.archive import ArchivedConversation, ArchivedMessage

_STEM_LIST = (
    "accept balance branch cache compile context corner decode differ draft engine export filter "
    "garden governor graph harbour index island journal kernel ladder language measure memory "
    "network number orchard parity pattern pointer prefix project quarter reason recipe record "
    "river sample schedule search sentence signal static stream summer system table target test "
    "theory ticket token travel tree update vector verify village vocabulary water weather window"
)
_ENDINGS = ("", "s", "ed", "ing", "er", "able", "ment", "ation", "ly", "ness")
_COMMON_LIST = "the of to and a in is that it for on with as this be are or you can not"
_STEMS, _COMMON = _STEM_LIST.split(), _COMMON_LIST.split()
_ODD = ("Größe", "naïveté", "Tōkyō", "数据库", "対話", "한국어", "árvíztűrő", "C++", "foo_bar")


def vocabulary() -> list[str]:
    """Some thousand words, of which the first ones are said most."""
    made = [a + b for b in _ENDINGS for a in _STEMS]
    return [*_COMMON, *made, *(f"{a}{b}" for a in _STEMS for b in _STEMS[::3])]


def conversations(
    amount: int, *, first: int = 0, messages: int = 8, words: int = 90
) -> list[ArchivedConversation]:
    """Questions and longer answers, an hour between two conversations, from number `first` on."""
    draw = random.Random(first)
    known = vocabulary()
    weights = [1 / (place + 3) for place in range(len(known))]
    begun = datetime(2024, 1, 1, 8, tzinfo=UTC)

    def text(length: int) -> str:
        said = draw.choices(known, weights, k=length)
        if draw.random() < 0.05:
            said[draw.randrange(length)] = draw.choice(_ODD)
        return " ".join(said).capitalize() + "."

    def conversation(number: int) -> ArchivedConversation:
        created = begun + timedelta(hours=number)
        return ArchivedConversation(
            title=text(5),
            created=created,
            changed=created + timedelta(minutes=messages),
            messages=tuple(
                ArchivedMessage(
                    parent=place - 1 if place else None,
                    role=Role.ASSISTANT if place % 2 else Role.USER,
                    content=text(words if place % 2 else words // 5),
                    created=created + timedelta(minutes=place),
                )
                for place in range(messages)
            ),
        )

    return [conversation(number) for number in range(first, first + amount)]
