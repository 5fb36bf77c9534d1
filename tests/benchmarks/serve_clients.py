"""What several clients of the local server get together, against one alone.

Starts `paceline serve` and asks it with the official `openai` client, greedily and streamed: one
client and `--clients` of them in turns, so that a machine whose speed drifts does not mislead, the
many for `--seconds` in all and the one for half of that. No question is asked twice, for n-grams
would draft a reply that was given before. A turn counts the tokens that the server says within it
(`/metrics`), prompts read and all. After the turns one client asks some of the same questions
alone, with the origin of every token; where a reply of many clients differs from that text, its
first differing token is shown with the margin that the target had there. Processor time of server,
engine and clients is told per token.

Arguments behind `--` go to the server: `serve_clients.py --clients 8 -- --starter`.
"""

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from statistics import median

import httpx2
import psutil
from openai import OpenAI

from paceline.parity import NEAR_TIE_LOGITS

FORMS = (
    "Explain to a child what {} is about.",
    "Write a short story in which {} matters.",
    "Give me five pieces of advice about {}.",
    "What should a beginner know about {}?",
    "Tell me about the history of {}.",
    "Write a letter to a friend about {}.",
    "What is hard about {}, and why?",
    "Describe a day that has much to do with {}.",
    "Which mistakes do people make with {}?",
    "How would you teach {} in a school?",
    "Write a poem about {}.",
    "Compare {} today with {} a hundred years ago.",
)
TOPICS = (
    "baking bread", "the tides", "learning to swim", "old maps", "keeping bees", "chess",
    "train journeys", "volcanoes", "a vegetable garden", "the violin", "photography", "glaciers",
    "mending clothes", "the night sky", "a small library", "rivers", "making cheese", "bridges",
    "walking in autumn", "languages", "the moon", "pottery", "lighthouses", "markets", "clocks",
    "dreams", "sailing", "mountain villages", "cooking for many", "snow", "wild horses", "museums",
    "paper", "singing together", "the desert", "whales", "bicycles", "salt", "winter birds",
    "stone walls",
)  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """What one client alone was told, token by token."""

    pieces: tuple[tuple[str, float], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass
class Turn:
    """Some clients at work until a moment; replies that have begun by then are finished."""

    tokens: float = 0.0
    seconds: float = 0.0
    replies: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.tokens / self.seconds


class Meter:
    """Tokens of the server and processor time of all who take part."""

    def __init__(self, root: str, server: psutil.Process) -> None:
        self._http = httpx2.Client(base_url=root, trust_env=False)
        self._server = server

    def tokens(self) -> float:
        for line in self._http.get("/metrics").text.splitlines():
            if line.startswith("paceline_tokens_total "):
                return float(line.split()[1])
        raise AssertionError("no count of tokens")

    def processor_seconds(self) -> tuple[float, float, float]:
        """Return those of the server, of the engine and of the clients."""
        (engine,) = self._server.children()
        processes = (self._server, engine, psutil.Process())
        times = [process.cpu_times() for process in processes]
        server, worker, clients = (each.user + each.system for each in times)
        return server, worker, clients


@contextmanager
def server(arguments: Sequence[str]) -> Iterator[tuple[str, psutil.Process]]:
    """Run a server and yield its address once it can answer."""
    serve = ["serve", "--port", "0", "--json", "--with-parent"]
    command = [sys.executable, "-m", "paceline", *serve, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = ""
        for line in process.stdout:
            told = json.loads(line)
            if told["event"] == "listening":
                url = told["url"]
            if told["event"] == "ready":
                print(f"{told['target']} with {told['draft']}, {told['seats']} seats", flush=True)
                break
        else:
            sys.exit("the server did not start")
        unread = threading.Thread(target=process.stdout.read, daemon=True)
        unread.start()
        try:
            yield url, psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait()
            unread.join()


def reference(client: OpenAI, prompt: str, tokens: int) -> Reference:
    reply = client.chat.completions.create(
        model="",
        messages=[{"role": "user", "content": prompt}],
        temperature=0,
        max_tokens=tokens,
        extra_body={"paceline": {"provenance": True}},
    )
    said = (reply.model_extra or {})["paceline"]["tokens"]
    return Reference(tuple((token["text"], token["margin"]) for token in said))


def ask(client: OpenAI, prompt: str, tokens: int) -> str:
    stream = client.chat.completions.create(
        model="",
        messages=[{"role": "user", "content": prompt}],
        temperature=0,
        max_tokens=tokens,
        stream=True,
    )
    return "".join(piece.choices[0].delta.content or "" for piece in stream if piece.choices)


def work(
    clients: Sequence[OpenAI], prompts: Iterator[str], tokens: int, seconds: float, meter: Meter
) -> Turn:
    """Let the clients ask until the time is over."""
    turn = Turn()
    begun = time.monotonic()
    first = meter.tokens()

    def keep_asking(client: OpenAI) -> None:
        while time.monotonic() - begun < seconds:
            prompt = next(prompts)
            try:
                turn.replies.append((prompt, ask(client, prompt, tokens)))
            except Exception as error:
                turn.errors.append(repr(error))

    threads = [threading.Thread(target=keep_asking, args=(each,)) for each in clients]
    for thread in threads:
        thread.start()
    time.sleep(max(0.0, begun + seconds - time.monotonic()))
    turn.tokens = meter.tokens() - first
    turn.seconds = time.monotonic() - begun
    for thread in threads:
        thread.join()
    return turn


def difference(expected: Reference, text: str) -> tuple[str, float] | None:
    """Return the reference's first token that is not said, and its margin; None where all are."""
    said = ""
    for piece, margin in expected.pieces:
        said += piece
        if not text.startswith(said):
            return piece, margin
    return None if text == said else ("the end", 0.0)


def compare(client: OpenAI, replies: Iterable[tuple[str, str]], tokens: int) -> None:
    """Ask these questions again, alone, and show where the texts part."""
    equal = count = 0
    for prompt, text in replies:
        count += 1
        found = difference(reference(client, prompt, tokens), text)
        if found is None:
            equal += 1
            continue
        piece, margin = found
        kind = "near-tie" if margin < NEAR_TIE_LOGITS else "NO near-tie"
        print(f"  differs at {piece!r}, margin {margin:.3f}, {kind}: {prompt!r}")
    print(f"{equal} of {count} replies of many clients equal the text of one alone")


def questions() -> list[str]:
    """Return all questions, in an order that is the same each time."""
    asked = [form.replace("{}", topic) for form, topic in product(FORMS, TOPICS)]
    random.Random(0).shuffle(asked)
    return asked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--compared", type=int, default=24, help="replies that are asked for again")
    parser.add_argument("--tokens", type=int, default=96, help="longest reply")
    parser.add_argument("server", nargs="*")
    options = parser.parse_args()
    prompts = iter(questions())
    with server(options.server or ["--pair", "practice"]) as (url, process):
        http = httpx2.Client(timeout=600, trust_env=False)
        clients = [
            OpenAI(base_url=url, api_key="none", http_client=http, max_retries=0)
            for _ in range(options.clients)
        ]
        meter = Meter(url.removesuffix("/v1"), process)
        alone: list[Turn] = []
        together: list[Turn] = []
        spent: dict[bool, list[float]] = {False: [0, 0, 0, 0], True: [0, 0, 0, 0]}
        print("turn  one alone  together  ratio", flush=True)
        for number in range(options.turns):
            length = options.seconds / options.turns
            for many in (False, True):
                before, tokens = meter.processor_seconds(), meter.tokens()
                some = clients if many else clients[:1]
                seconds = length if many else length / 2
                turn = work(some, prompts, options.tokens, seconds, meter)
                (together if many else alone).append(turn)
                after = meter.processor_seconds()
                for place, (late, early) in enumerate(zip(after, before, strict=True)):
                    spent[many][place] += late - early
                spent[many][3] += meter.tokens() - tokens
            ratio = together[-1].rate / alone[-1].rate
            print(
                f"{number + 1:>4} {alone[-1].rate:>10.1f} {together[-1].rate:>9.1f} {ratio:>6.2f}",
                flush=True,
            )
        ratios = [many.rate / one.rate for many, one in zip(together, alone, strict=True)]
        print(f"median ratio {median(ratios):.2f}")
        for many, (serving, engine, asking, tokens) in spent.items():
            print(
                f"processor time per token, {options.clients if many else 1} at once: "
                f"server {1000 * serving / tokens:.2f} ms, engine {1000 * engine / tokens:.1f} ms, "
                f"clients {1000 * asking / tokens:.2f} ms"
            )
        replies = [reply for turn in together for reply in turn.replies]
        compare(clients[0], replies[:: max(1, len(replies) // options.compared)], options.tokens)
        errors = [error for turn in (*alone, *together) for error in turn.errors]
        print(f"{len(errors)} errors", *sorted(set(errors)), sep="\n  ")


if __name__ == "__main__":
    main()
