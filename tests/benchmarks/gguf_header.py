"""How long headers take to read, from small to as large as one may be; run it by hand.

PYTHONPATH=app:tests python tests/benchmarks/gguf_header.py
"""

import time

from fakes.gguf_bytes import MODEL, gguf_header
from paceline.library.gguf.facts import facts_of
from paceline.library.gguf.header import LARGEST_HEADER
from paceline.library.gguf.reading import read_remote_header

HEADERS = {
    "SmolLM2 (49k tokens)": (49_152, 48_900),
    "Llama 3 (128k tokens)": (128_256, 280_147),
    "Gemma 4 (262k tokens)": (262_144, 514_906),
    "as many as allowed": (1 << 20, (1 << 20) - 1),
}


def header(tokens: int, merges: int) -> bytes:
    """A header with so many tokens and merges."""
    return gguf_header(
        {
            **MODEL,
            "tokenizer.ggml.tokens": [f"token{number:05}" for number in range(tokens)],
            "tokenizer.ggml.scores": [0.0] * tokens,
            "tokenizer.ggml.merges": [f"tok {number:06}" for number in range(merges)],
        }
    )


def main() -> None:
    """Print a line for each size."""
    for name, (tokens, merges) in HEADERS.items():
        data = header(tokens, merges)
        steps = 0

        def read(start: int, end: int, data: bytes = data) -> bytes:
            nonlocal steps
            steps += 1
            return data[start:end].ljust(end - start, b"\0")

        began = time.perf_counter()
        found, taken = read_remote_header(read, 1 << 40)
        parsed = time.perf_counter()
        facts_of(found)
        done = time.perf_counter()
        print(
            f"{name:<24} {found.data_start / 1e6:5.1f} MB in {steps} steps, "
            f"{(taken - found.data_start) / 1e6:.1f} MB too much: "
            f"{parsed - began:.2f} s, facts {done - parsed:.2f} s"
        )
    print(f"at most {LARGEST_HEADER / 1e6:.0f} MB are read")


if __name__ == "__main__":
    main()
