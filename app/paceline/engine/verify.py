"""Match mode: the target samples every position itself; a guess counts if it said the same.

With a deterministic draft this is speculative sampling with q a point mass (Leviathan et al.
2023, Chen et al. 2023): exact at any temperature, and with one seed the text is the same with
speculation on or off. What is promised is the distribution given the target's computed logits.
"""

from collections.abc import Callable
from dataclasses import dataclass

from paceline.engine.sampling import Probabilities, Sampler
from paceline.engine.tokens import Draft, Scores
from paceline.provenance import Origin, RejectedGuess, Token


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one pass yielded: accepted guesses, then the target's own token.

    The texts of `tokens` are still empty. There is no own token behind an accepted end token.
    """

    tokens: tuple[Token, ...]
    accepted: int
    tested: int

    @property
    def own_token(self) -> int:
        """The last token said: sampled, and not yet in the target's KV cache unless accepted."""
        return self.tokens[-1].id


def match(draft: Draft, scores: Scores, sampler: Sampler, is_end: Callable[[int], bool]) -> Verdict:
    """Compare a draft of length k with the target's scores of shape (k + 1, vocabulary)."""
    said: list[Token] = []
    for slot, guess in enumerate(draft.tokens):
        row = Probabilities(scores[slot])
        token = sampler.sample(row.logits)
        if token != guess:
            ghost = RejectedGuess(guess, "", draft.confidences[slot], row.of(guess))
            said.append(
                Token(token, "", Origin.CORRECTED, row.of(token), row.margin(), rejected=ghost)
            )
            return Verdict(tuple(said), accepted=slot, tested=slot + 1)
        said.append(
            Token(
                token,
                "",
                Origin.DRAFTED,
                row.of(token),
                row.margin(),
                drafter=draft.drafter,
                slot=slot,
                draft_p=draft.confidences[slot],
            )
        )
        if is_end(token):
            return Verdict(tuple(said), accepted=slot + 1, tested=slot + 1)
    row = Probabilities(scores[len(draft.tokens)])
    token = sampler.sample(row.logits)
    origin = Origin.BONUS if draft.tokens else Origin.PLAIN
    said.append(Token(token, "", origin, row.of(token), row.margin()))
    return Verdict(tuple(said), accepted=len(draft.tokens), tested=len(draft.tokens))
