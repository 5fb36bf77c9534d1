"""A reply that is made to be compared neither profits from other chats nor teaches anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.scripted_chat import ENDLESS, GREEDY, HELLO, OFF, Chat, user
from fakes.scripted_pair import ScriptedPair
from paceline.engine.drafters.base import Panel
from paceline.engine.drafters.ngram_pool import NgramPoolDrafter
from paceline.engine.personal_cache import PersonalCache, Tokenizer
from paceline.options import DrafterChoice, Speculation

POOL = Speculation(drafter=DrafterChoice.NGRAM_POOL, draft_length=4)


@pytest.fixture
def personal(tmp_path: Path) -> Iterator[PersonalCache]:
    model = ScriptedPair().model
    cache = PersonalCache(
        tmp_path,
        Tokenizer(
            fingerprint="letters",
            vocabulary_size=model.vocabulary_size,
            model="scripted",
            tokenize=lambda text: model.tokenize(text, add_special=False),
            text=model.piece,
        ),
    )
    yield cache
    cache.close()


def drafted(chat: Chat, speculation: Speculation, *, rehearsal: bool) -> int:
    reply = chat.session.reply(HELLO, GREEDY, speculation, max_tokens=60, rehearsal=rehearsal)
    return sum(round_.accepted for round_ in reply)


def test_it_is_guessed_as_if_nothing_had_been_said_elsewhere() -> None:
    pair = ScriptedPair(speech=ENDLESS)
    pair.drafters = Panel((NgramPoolDrafter(pair.model.is_end),))
    chat = Chat(pair)
    first = drafted(chat, POOL, rehearsal=True)
    drafted(chat, POOL, rehearsal=False)
    assert drafted(chat, POOL, rehearsal=False) > first, "the pool knows the whole text by now"
    assert drafted(chat, POOL, rehearsal=True) == first
    assert drafted(chat, POOL, rehearsal=False) == first, "nor does the pool learn from it"


def test_nothing_is_learned_from_it(personal: PersonalCache) -> None:
    pair = ScriptedPair(speech=ENDLESS)
    pair.personal = personal
    chat = Chat(pair)
    drafted(chat, OFF, rehearsal=True)
    chat.session.settle()
    assert len(personal.table) == 0
    chat.say((user("ab cd"),), speculation=OFF)
    chat.session.settle()
    assert len(personal.table) > 0
