"""How many tokens a second several replies come to when they are written at the same time.

So many clients as `--clients` names ask the same questions, each one after the other, of one pair
with seats. Prints the rate of all of them together, prompts included, its ratio to that of the
first, and what the time went into. All take turns, so that a machine whose speed drifts does not
mislead; nothing is kept between two runs but what passes cost.
"""

import argparse
import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from paceline.chat import ChatMessage, Role
from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.shared_session import SharedSession
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.engine.tokens import Part
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.options import Sampling, Speculation
from paceline.provenance import ReplySummary

QUESTIONS = (
    "Write a long story about a lighthouse keeper.",
    "How do I bake bread at home?",
    "Why is the sky blue?",
    "Explain how a bicycle stays upright.",
    "What should I see in Paris in two days?",
    "Describe the life of a honey bee.",
    "Give me advice for a job interview.",
    "How does a steam engine work?",
    "Write a letter to a friend about the sea.",
    "What is the difference between a crocodile and an alligator?",
    "Tell me about the history of chess.",
    "How can I learn to play the guitar?",
    "What makes a good teacher?",
    "Explain photosynthesis to a child.",
    "Describe a walk through a forest in autumn.",
    "What did people eat in the Middle Ages?",
)


@dataclass
class Run:
    """One run: what was said, in how many seconds, and what passes of each kind took."""

    tokens: int = 0
    seconds: float = 0.0
    drafted: int = 0
    accepted: int = 0
    passes: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.tokens / self.seconds

    def add(self, question: str, reply: ReplySummary) -> None:
        self.tokens += reply.tokens
        self.drafted += reply.drafted
        self.accepted += reply.accepted
        self.texts[question] = reply.text


def run(
    session: SharedSession, clients: int, questions: Sequence[str], tokens: int, wish: Speculation
) -> Run:
    """Let so many clients ask all questions."""
    found = Run()
    waiting = list(questions)
    learn = session.conductor.passed

    def passed(line: Line, parts: Sequence[Part], seconds: float) -> None:
        learn(line, parts, seconds)
        reads = "+read" if any(not part.outputs for part in parts) else ""
        width = sum(len(part.tokens) for part in parts)
        found.passes[f"{'draft' if line.guesses else 'target'}{reads} {width}"].append(seconds)

    def ask(question: str) -> Callable[[Session], None]:
        def work(one: Session) -> None:
            reply = one.reply(chat(question), Sampling(temperature=0), wish, max_tokens=tokens)
            for _ in reply:
                pass
            found.add(question, reply.summary)

        return work

    session.conductor.passed = passed
    started = perf_counter()
    while waiting or session.conductor.running:
        while waiting and session.conductor.running < clients:
            question = waiting.pop(0)
            session.begin(chat(question), None, ask(question), lambda: False)
        session.conductor.turn()
    found.seconds = perf_counter() - started
    session.conductor.passed = learn
    return found


def chat(question: str) -> tuple[ChatMessage, ...]:
    return (ChatMessage(Role.USER, question),)


def start_afresh(pair: Pair) -> None:
    for seat in pair.seats:
        seat.drafters.forget()
        for context in (seat.context, seat.draft_context):
            if context is not None:
                context.rewind(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starter", action="store_true", help="the starter alone")
    parser.add_argument("--target", type=Path)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--questions", type=int, default=16)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--seats", type=int, default=8)
    parser.add_argument("--no-speculation", action="store_true")
    parser.add_argument("--details", action="store_true", help="the times of passes by width")
    options = parser.parse_args()
    starter = find_starter()
    target = options.target or (
        starter if options.starter else ensure_practice_target(starter=starter)
    )
    draft = None if options.starter else starter
    spec = PairSpec(target, draft, context_length=1024, seats=options.seats)
    pair = Pair(spec, abort=AbortFlag())
    conductor = pair.conductor
    assert isinstance(conductor, Conductor)
    session = SharedSession(pair.seats, conductor)
    session.calibrate()
    wish = Speculation(enabled=not options.no_speculation)
    questions = list(itertools.islice(itertools.cycle(QUESTIONS), options.questions))
    rates: dict[int, list[float]] = defaultdict(list)
    texts: dict[int, dict[str, str]] = {}
    for clients in options.clients:
        start_afresh(pair)
        run(session, clients, questions[:clients], 12, wish)
    for _ in range(options.repeats):
        for clients in options.clients:
            start_afresh(pair)
            got = run(session, clients, questions, options.tokens, wish)
            rates[clients].append(got.rate)
            texts[clients] = got.texts
            inside = sum(sum(each) for each in got.passes.values()) / got.seconds
            print(
                f"{clients} clients: {got.rate:.1f} tok/s, {inside:.1%} in passes, "
                f"{got.accepted} of {got.drafted} guesses accepted",
                flush=True,
            )
            if options.details:
                for kind, times in sorted(got.passes.items()):
                    print(f"    {kind}: {len(times)} of {1000 * median(times):.1f} ms")
    first = options.clients[0]
    for clients, each in rates.items():
        ratio = median(one / base for one, base in zip(each, rates[first], strict=True))
        same = sum(texts[clients][question] == texts[first][question] for question in questions)
        print(
            f"{clients} clients: {median(each):.1f} tok/s, {ratio:.2f} times {first}; "
            f"{same} of {len(questions)} texts the same"
        )
    pair.close()


if __name__ == "__main__":
    main()
