"""What a target over nodes costs: passes by width, and replies with and without speculation.

Runs nodes on loopback, one thread each, so that the figures show the way over sockets and processes
and not another machine's processor: `python tests/benchmarks/nodes.py --passes 20`. The least of
each pass's times is printed, for other programs only ever add to it.
"""

import argparse
import time
from collections.abc import Sequence

from paceline.chat import ChatMessage, Role
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.library.practice import PracticeRecipe, ensure_practice_target
from paceline.library.starter import find_starter
from paceline.loading import CacheType, LoadingWishes
from paceline.options import Sampling, Speculation
from process.nodes import running

WIDTHS = (1, 2, 4, 8)
PROMPT = (ChatMessage(Role.USER, "Write a Python function that adds two numbers."),)
POLICIES = {
    "plain": Speculation(enabled=False),
    "fixed:4": Speculation(draft_length=4),
    "governor": Speculation(),
}


def measure(pair: Pair, passes: int, tokens: int) -> str:
    """Return one line of figures."""
    context = pair.context
    context.rewind(0)
    context.decode(range(100, 164), outputs=1)
    cells = []
    for width in WIDTHS:
        least = float("inf")
        for _ in range(passes):
            begun = time.perf_counter()
            context.decode(range(200, 200 + width), outputs=width)
            least = min(least, time.perf_counter() - begun)
            context.rewind(64)
        cells.append(f"{1e3 * least:7.1f}")
    context.rewind(0)
    session = Session(pair)
    for speculation in POLICIES.values():
        reply = session.reply(PROMPT, Sampling(temperature=0), speculation, max_tokens=tokens)
        begun = time.perf_counter()
        said = sum(len(round_.tokens) for round_ in reply)
        cells.append(f"{said / (time.perf_counter() - begun):9.2f}")
    return " ".join(cells)


def main(layers: int, counts: Sequence[int], passes: int, tokens: int) -> None:
    starter = find_starter()
    target = ensure_practice_target(PracticeRecipe(extra_layers=layers), starter=starter)
    heads = [*(f"{f'w={width}':>7}" for width in WIDTHS), *(f"{name:>9}" for name in POLICIES)]
    print("nodes", *heads, "  (ms a pass; tokens a second)")
    with running(max(counts)) as nodes:
        for count in counts:
            wishes = LoadingWishes(
                nodes=tuple(node.address for node in nodes[:count]),
                key_type=CacheType.F16,
                value_type=CacheType.F16,
            )
            spec = PairSpec(target, starter, 1024, fixed_threads=(1, 1), wishes=wishes)
            pair = Pair(spec, abort=AbortFlag())
            print(f"{count:5}", measure(pair, passes, tokens), flush=True)
            pair.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", type=int, default=30, help="added to the starter's 30")
    parser.add_argument("--nodes", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--passes", type=int, default=20)
    parser.add_argument("--tokens", type=int, default=48)
    chosen = parser.parse_args()
    main(chosen.layers, chosen.nodes, chosen.passes, chosen.tokens)
