"""Any text as the rounds of a reply: cut at random places, every origin among the tokens."""

from random import Random

from paceline.provenance import Round, Token
from ui.replies import bonus, corrected, drafted, make_round, plain


def cut_into_rounds(text: str, random: Random, *, mean: int = 4) -> list[Round]:
    """Tokens of 1 to 2 * mean - 1 characters, in rounds of one to five of them."""
    texts = []
    position = 0
    while position < len(text):
        end = position + random.randint(1, 2 * mean - 1)
        texts.append(text[position:end])
        position = end
    rounds: list[Round] = []
    index = 0
    while index < len(texts):
        count = random.randint(0, 4)
        tokens: list[Token] = [
            drafted(said, slot) for slot, said in enumerate(texts[index : index + count])
        ]
        index += count
        if index < len(texts):
            said = texts[index]
            own = random.choice([corrected(said, "ghost"), bonus(said), plain(said)])
            tokens.append(own)
            index += 1
        rounds.append(make_round(*tokens, index=len(rounds)))
    return rounds
