"""Every drafter, over the scripted model: contract and statistics run through all of them."""

from collections.abc import Callable, Sequence
from typing import Final

from fakes.scripted_model import END, VOCABULARY, ScriptedContext, blend, language
from paceline.engine.drafters.base import Drafter, Request
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.ngram import NgramDrafter
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

    def propose(self, request: Request) -> Draft:
        wrong = int(SPEECH(self._sequence).argmin())
        return Draft(self.name, (wrong,) * request.limit, (0.5,) * request.limit)


DRAFTERS: Final[dict[str, Callable[[], Drafter]]] = {
    "same model": lambda: model_drafter(ScriptedContext(SPEECH)),
    "similar model": lambda: model_drafter(ScriptedContext(blend(SPEECH, OTHER, 0.3))),
    "useless model": lambda: model_drafter(ScriptedContext(OTHER)),
    "small context": lambda: model_drafter(ScriptedContext(SPEECH, capacity=24)),
    "n-gram": lambda: NgramDrafter(is_end),
    "liar": Liar,
}
