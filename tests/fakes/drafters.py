"""Every drafter, over the scripted model: contract and statistics run through all of them."""

from collections.abc import Callable, Sequence
from typing import Final

from fakes.scripted_model import END, VOCABULARY, ScriptedContext, blend, language
from paceline.engine.drafters.base import Drafter, Panel, Request
from paceline.engine.drafters.cascade import Cascade, Lookup
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.hierarchy import Hierarchy
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.drafters.ngram_map import NgramMapDrafter
from paceline.engine.drafters.ngram_pool import NgramPool, NgramPoolDrafter
from paceline.engine.drafters.personal import PersonalDrafter
from paceline.engine.ngram_table import NgramTable
from paceline.engine.ngrams import Ngrams
from paceline.engine.tokens import Draft, Outcome

SPEECH = language(1)
OTHER = language(2)


def is_end(token: int) -> bool:
    return token == END


def model_drafter(context: ScriptedContext) -> DraftModelDrafter:
    return DraftModelDrafter(
        context,
        vocabulary_size=VOCABULARY,
        target_vocabulary_size=VOCABULARY,
        is_end=is_end,
    )


class Liar:
    """Always guesses, and always wrong."""

    name = "liar"

    def __init__(self) -> None:
        self._sequence: list[int] = []

    def begin(self, prompt: Sequence[int]) -> None:
        self._sequence = list(prompt)

    def warm_up(self) -> None:
        pass

    @property
    def lag(self) -> int:
        return 0

    def observe(self, outcome: Outcome) -> None:
        self._sequence.extend(outcome.said)

    def forget(self) -> None:
        pass

    def propose(self, request: Request) -> Draft:
        wrong = int(SPEECH(self._sequence).argmin())
        count = 1 if is_end(wrong) else request.limit
        return Draft(self.name, (wrong,) * count, (0.5,) * count)


class _Learned:
    """Implements `TableSource` over one text."""

    def __init__(self, text: Sequence[int]) -> None:
        self.table = NgramTable.of(Ngrams.of(text), cap=10_000)


def pool_drafter() -> NgramPoolDrafter:
    return NgramPoolDrafter(is_end, NgramPool(1 << 10))


def personal_drafter() -> PersonalDrafter:
    """Knows what a similar speaker has said, and so is right now and then."""
    similar, said = blend(SPEECH, OTHER, 0.3), [3, 4, 5]
    for _ in range(2000):
        said.append(int(similar(said).argmax()))
    return PersonalDrafter(_Learned(said), is_end)


def cascade(*drafters: Drafter) -> Panel:
    return Panel(drafters, [Cascade(drafters)])


def lookup_cascade() -> Panel:
    free, model = (NgramMapDrafter(is_end), pool_drafter(), NgramDrafter(is_end)), similar_model()
    return Panel((*free, model), [Cascade((Lookup(free), model))])


def hierarchy(free: Drafter, model: DraftModelDrafter) -> Panel:
    return Panel((free, model), [Hierarchy(free, model)])


def similar_model() -> DraftModelDrafter:
    return model_drafter(ScriptedContext(blend(SPEECH, OTHER, 0.3)))


DRAFTERS: Final[dict[str, Callable[[], Drafter]]] = {
    "same model": lambda: model_drafter(ScriptedContext(SPEECH)),
    "similar model": similar_model,
    "useless model": lambda: model_drafter(ScriptedContext(OTHER)),
    "small context": lambda: model_drafter(ScriptedContext(SPEECH, capacity=24)),
    "n-gram": lambda: NgramDrafter(is_end),
    "n-gram map": lambda: NgramMapDrafter(is_end),
    "n-gram pool": pool_drafter,
    "personal": personal_drafter,
    "liar": Liar,
}

COMBINATIONS: Final[dict[str, Callable[[], Panel]]] = {
    "cascade": lambda: cascade(NgramDrafter(is_end), pool_drafter(), similar_model()),
    "cascade behind a lookup": lookup_cascade,
    "hierarchy": lambda: hierarchy(NgramDrafter(is_end), similar_model()),
    "hierarchy under a liar": lambda: hierarchy(Liar(), similar_model()),
    "hierarchy in a small context": lambda: hierarchy(
        NgramMapDrafter(is_end), model_drafter(ScriptedContext(SPEECH, capacity=24))
    ),
}


def _alone(make: Callable[[], Drafter]) -> Callable[[], Panel]:
    return lambda: Panel([make()])


PANELS: Final[dict[str, Callable[[], Panel]]] = {
    **{name: _alone(make) for name, make in DRAFTERS.items()},
    **COMBINATIONS,
}
"""Drafters and combinations alike; the last name of a panel is the one under test."""
