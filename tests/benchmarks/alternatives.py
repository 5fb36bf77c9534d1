"""How much faster several answers come at once than one after the other.

Prints the rate of all answers together for growing numbers of them, and its ratio to the rate of
single plain replies on the same machine. Run it with a model file, or without for the practice
pair's target; both ways take turns, so that a machine whose speed drifts does not mislead.
"""

import argparse
from pathlib import Path
from statistics import median

from paceline.chat import ChatMessage, Role
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.options import Sampling, Speculation

QUESTION = (ChatMessage(Role.USER, "Write a long story about a lighthouse keeper."),)
OFF = Speculation(enabled=False)


def rate_alone(session: Session, tokens: int, seed: int) -> float:
    reply = session.reply(QUESTION, Sampling(seed=seed), OFF, max_tokens=tokens)
    walls = [round_.wall_ms for round_ in reply]
    return 1000 * len(walls) / sum(walls)


def rate_together(session: Session, count: int, tokens: int, seed: int) -> float:
    running = session.alternatives(QUESTION, Sampling(seed=seed), count, max_tokens=tokens)
    said, wall_ms = 0, 0.0
    for rounds in running:
        said += sum(len(round_.tokens) for _, round_ in rounds)
        wall_ms += max(round_.wall_ms for _, round_ in rounds)
    return 1000 * said / wall_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, nargs="?")
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--counts", type=int, nargs="+", default=[2, 3, 4, 8])
    options = parser.parse_args()
    model = options.model or ensure_practice_target(starter=find_starter())
    pair = Pair(PairSpec(model, context_length=2048), abort=AbortFlag())
    session = Session(pair)
    rate_alone(session, 8, seed=0)
    print(f"{model.name}, {options.tokens} tokens per answer")
    print("answers  tokens/s together  tokens/s alone  ratio")
    for count in options.counts:
        pairs = [
            (
                rate_alone(session, options.tokens, seed),
                rate_together(session, count, options.tokens, seed),
            )
            for seed in range(options.repeats)
        ]
        alone, together = (median(rates) for rates in zip(*pairs, strict=True))
        ratio = median(both / one for one, both in pairs)
        print(f"{count:7}  {together:17.1f}  {alone:14.1f}  {ratio:5.2f}")
    pair.close()


if __name__ == "__main__":
    main()
