"""What the window asks of `paceline serve` is what its command line understands."""

from pathlib import Path

import pytest

from paceline.cli.arguments.command import Command
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.serve import add_serve
from paceline.loading import CacheType, FlashAttention, LoadingWishes
from paceline.options import DrafterChoice, Speculation, Verification
from paceline.settings import ServerWishes, Settings
from paceline.ui.pair_source import PairFiles
from paceline.ui.serving.command import serve_arguments

PAIR = PairFiles(Path("/models/a b.gguf"), Path("/models/d.gguf"))


def parse(*arguments: str) -> Options:
    """Read them as `paceline serve` does."""
    parser = Command(prog="paceline")
    add_serve(parser.add_subparsers(dest="job"))
    return parser.parse_args(["serve", *arguments], namespace=Options())


def test_nothing_but_what_is_needed() -> None:
    options = parse(*serve_arguments(PAIR, Settings()))
    assert (options.json, options.with_parent) == (True, True)
    assert (options.target, options.draft) == (PAIR.target, PAIR.draft)
    assert (options.host, options.port, options.seats) == ("127.0.0.1", 8484, 4)
    assert (options.context, options.threads, options.kv_type) == (None, None, None)
    assert options.swa_full
    assert (options.speculation, options.drafter, options.verification) == (True, "auto", "match")
    assert (options.alias, options.draft_length) == (None, None)


def test_every_wish_of_the_settings_arrives() -> None:
    settings = Settings(
        context_length=2048,
        threads=3,
        loading=LoadingWishes(
            draft_context_length=1024,
            key_type=CacheType.Q8_0,
            draft_cache_type=CacheType.Q4_0,
            flash_attention=FlashAttention.ON,
            device="CUDA0",
            gpu_layers=7,
            draft_gpu_layers=0,
            swa_full=False,
            nodes=("10.0.0.7:50052",),
        ),
        speculation=Speculation(
            enabled=False,
            drafter=DrafterChoice.NGRAM,
            draft_length=3,
            verification=Verification.REJECTION,
        ),
        server=ServerWishes(port=9000, for_network=True, seats=2),
    )
    options = parse(*serve_arguments(PairFiles(PAIR.target, None), settings, "practice"))
    assert options.draft is None
    assert (options.host, options.port, options.seats) == ("0.0.0.0", 9000, 2)
    assert (options.context, options.threads, options.draft_context) == (2048, 3, 1024)
    assert options.kv_type == (CacheType.Q8_0, CacheType.F16)
    assert options.draft_kv_type is CacheType.Q4_0
    assert options.flash_attention is FlashAttention.ON
    assert (options.device, options.gpu_layers, options.draft_gpu_layers) == ("CUDA0", 7, 0)
    assert not options.swa_full
    assert (options.speculation, options.drafter) == (False, "ngram")
    assert (options.verification, options.draft_length) == ("rejection", 3)
    assert options.alias == "practice"
    assert tuple(options.nodes) == ("10.0.0.7:50052",)


@pytest.mark.parametrize("key", ["--api-key", "key"])
def test_the_key_stands_on_no_command_line(key: str) -> None:
    assert key not in serve_arguments(PAIR, Settings(server=ServerWishes(for_network=True)))
