"""Which verifier judges: the person's choice, which may change between two rounds."""

from collections.abc import Callable

from paceline.engine.rejection import RejectionVerifier
from paceline.engine.sampling import Chooser, Sampler
from paceline.engine.tokens import Draft, Scores
from paceline.engine.verify import MatchVerifier, Verdict, Verifier
from paceline.options import Verification


class ChosenVerifier:
    """Judges in the mode that `wish` names before each round.

    All modes share one sampler: what was said before a change is penalised after it, and the
    random stream goes on.
    """

    def __init__(
        self,
        sampler: Sampler,
        is_end: Callable[[int], bool],
        seed: int,
        wish: Callable[[], Verification],
    ) -> None:
        self._verifiers: dict[Verification, Verifier] = {
            Verification.MATCH: MatchVerifier(sampler, is_end),
            Verification.REJECTION: RejectionVerifier(sampler, is_end, seed),
        }
        self._wish = wish
        self._judging = self._verifiers[wish()]

    def chooser(self) -> Chooser:
        """Take up the person's wish for a round, and return how its mode guesses."""
        self._judging = self._verifiers[self._wish()]
        return self._judging.chooser()

    def judge(self, draft: Draft, scores: Scores) -> Verdict:
        """Judge in the mode that the draft was made for."""
        return self._judging.judge(draft, scores)
