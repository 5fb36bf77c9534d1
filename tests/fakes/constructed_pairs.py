"""Pairs that are made to satisfy the rules for a pair, or to break one of them.

Real GGUF files of some kilobytes with random weights, which llama.cpp loads wherever a rule does
not forbid it; so the doctor, which reads headers alone, can be compared with the engine.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import gguf
import numpy as np

from fakes.tiny_models import write_bert, write_falcon_h1, write_mamba, write_t5
from paceline.library.doctor.diagnosis import Rule, Verdict

_CONTROL: Final = ("<unk>", "<s>", "</s>")
_WORDS: Final = tuple(f"▁word{number}" for number in range(300))


@dataclass(frozen=True)
class Recipe:
    """What a model is made of; `width` counts the numbers that stand for a token."""

    layers: int = 1
    width: int = 32
    control: tuple[str, ...] = _CONTROL
    words: tuple[str, ...] = _WORDS
    tokenizer: str = "llama"
    bos: int = 1
    eos: int = 2
    adds_bos: bool = True
    adds_eos: bool = False
    template: str | None = "{% for message in messages %}{{ message.content }}{% endfor %}"
    architecture: str = "llama"
    drafting_layers: int | None = None
    trained: int = 2048

    def write(self, path: Path, *, tensors_per_shard: int = 0) -> Path:
        """Write the file, or shards of it; returns the first."""
        writer = gguf.GGUFWriter(path, self.architecture, split_max_tensors=tensors_per_shard)
        self._describe(writer)
        self._add_vocabulary(writer)
        self._add_weights(writer)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path if not tensors_per_shard else min(path.parent.glob(f"{path.stem}-*-of-*.gguf"))

    def _describe(self, writer: gguf.GGUFWriter) -> None:
        writer.add_name("constructed")
        writer.add_context_length(self.trained)
        writer.add_embedding_length(self.width)
        writer.add_feed_forward_length(self.width)
        writer.add_block_count(self.layers)
        writer.add_head_count(2)
        writer.add_head_count_kv(2)
        writer.add_layer_norm_rms_eps(1e-5)
        writer.add_rope_dimension_count(self.width // 2)
        if self.drafting_layers is not None:
            writer.add_nextn_predict_layers(self.drafting_layers)
        if self.template is not None:
            writer.add_chat_template(self.template)

    def _add_vocabulary(self, writer: gguf.GGUFWriter) -> None:
        tokens = [*self.control, *(f"<0x{byte:02X}>" for byte in range(256)), *self.words]
        kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
        kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * len(self.words)
        writer.add_tokenizer_model(self.tokenizer)
        writer.add_token_list(tokens)
        writer.add_token_scores([0.0] * len(tokens))
        writer.add_token_types(kinds)
        if self.tokenizer == "gpt2":
            writer.add_tokenizer_pre("default")
            writer.add_token_merges(["w o", "r d"])
        writer.add_unk_token_id(0)
        writer.add_bos_token_id(self.bos)
        writer.add_eos_token_id(self.eos)
        writer.add_add_bos_token(self.adds_bos)
        writer.add_add_eos_token(self.adds_eos)

    def _add_weights(self, writer: gguf.GGUFWriter) -> None:
        dice = np.random.default_rng(self.layers)
        vocabulary = len(self.control) + 256 + len(self.words)

        def add(name: str, *shape: int) -> None:
            writer.add_tensor(name, dice.normal(0, 0.1, shape).astype(np.float32))

        add("token_embd.weight", vocabulary, self.width)
        add("output_norm.weight", self.width)
        for block in range(self.layers):
            for name in ("attn_norm", "ffn_norm"):
                add(f"blk.{block}.{name}.weight", self.width)
            parts = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
            for name in parts:
                add(f"blk.{block}.{name}.weight", self.width, self.width)


TARGET: Final = Recipe(layers=24)
DRAFT: Final = Recipe(layers=1)


class ConstructedPair(NamedTuple):
    """A pair and what must be said of it."""

    target: Path
    draft: Path
    verdict: Verdict
    rule: Rule | None = None


def constructed_pairs(folder: Path) -> dict[str, ConstructedPair]:
    """Write every pair into the folder, by what is the matter with it."""
    target = TARGET.write(folder / "target.gguf")
    draft = DRAFT.write(folder / "draft.gguf")

    def drafted(name: str, recipe: Recipe, verdict: Verdict, rule: Rule | None) -> ConstructedPair:
        return ConstructedPair(target, recipe.write(folder / f"{name}.gguf"), verdict, rule)

    def wrong(name: str, write: Callable[[Path], Path], rule: Rule) -> ConstructedPair:
        return ConstructedPair(target, write(folder / f"{name}.gguf"), Verdict.IMPOSSIBLE, rule)

    text, fine, padded = Verdict.THROUGH_TEXT, Verdict.COMPATIBLE, Verdict.PADDED
    one_other = (*_WORDS[:100], "▁other", *_WORDS[101:])
    large = replace(DRAFT, layers=30).write(folder / "large.gguf")
    return {
        "same": ConstructedPair(target, draft, fine),
        "one file for both": ConstructedPair(target, target, fine),
        "padded by 128": drafted("padded", replace(DRAFT, words=_more_words(128)), padded, None),
        "padded by 129": drafted(
            "padded-more", replace(DRAFT, words=_more_words(129)), text, Rule.VOCABULARY_SIZE
        ),
        "padded target": ConstructedPair(
            replace(TARGET, words=_more_words(64)).write(folder / "padded-target.gguf"),
            draft,
            padded,
        ),
        "one token differs": drafted(
            "one-token", replace(DRAFT, words=one_other), text, Rule.VOCABULARY
        ),
        "only tokens below 5 differ": drafted(
            "first", replace(DRAFT, control=("<a>", "<b>", "<c>")), fine, None
        ),
        "other kind of tokenizer": drafted(
            "other-kind", replace(DRAFT, tokenizer="gpt2"), text, Rule.TOKENIZER_KIND
        ),
        "begins differ": drafted("bos", replace(DRAFT, bos=7), text, Rule.TEXT_BEGIN),
        "one begins texts, one does not": drafted(
            "no-bos", replace(DRAFT, adds_bos=False), text, Rule.TEXT_BEGIN
        ),
        "one ends texts, one does not": drafted(
            "adds-eos", replace(DRAFT, adds_eos=True), text, Rule.TEXT_END
        ),
        "ends differ and nobody adds one": drafted("eos", replace(DRAFT, eos=9), fine, None),
        "draft larger": ConstructedPair(target, large, Verdict.IMPOSSIBLE, Rule.DRAFT_SMALLER),
        "embedding model": wrong("embedding", write_bert, Rule.WRITES_TEXT),
        "truncated": wrong("truncated", lambda path: _cut(draft, path, 0.9), Rule.WHOLE_FILES),
        "truncated header": wrong("header", lambda path: _cut(draft, path, 0.01), Rule.WHOLE_FILES),
        "hostile header": wrong("hostile", _write_hostile, Rule.WHOLE_FILES),
        "no GGUF at all": wrong("text", _write_text, Rule.WHOLE_FILES),
        "empty": wrong("empty", _write_nothing, Rule.WHOLE_FILES),
        "unknown architecture": wrong(
            "zebra", replace(DRAFT, architecture="zebra").write, Rule.KNOWN_MODELS
        ),
        "diffusion model": wrong(
            "llada", replace(DRAFT, architecture="llada").write, Rule.KNOWN_MODELS
        ),
        "encoder-decoder model": wrong("t5", write_t5, Rule.KNOWN_MODELS),
        "projector for images": wrong(
            "mmproj", replace(DRAFT, architecture="clip").write, Rule.OWN_MODELS
        ),
        "MTP file": wrong(
            "mtp",
            replace(DRAFT, architecture="qwen35", drafting_layers=1).write,
            Rule.OWN_MODELS,
        ),
        "EAGLE-3 file": wrong(
            "eagle3", replace(DRAFT, architecture="eagle3").write, Rule.OWN_MODELS
        ),
        "DFlash file": wrong(
            "dflash", replace(DRAFT, architecture="dflash").write, Rule.OWN_MODELS
        ),
        "target in several files": ConstructedPair(
            TARGET.write(folder / "split.gguf", tensors_per_shard=100), draft, fine
        ),
        "recurrent target": ConstructedPair(
            write_falcon_h1(folder / "recurrent.gguf"),
            write_mamba(folder / "mamba.gguf"),
            fine,
        ),
        "missing chat template": ConstructedPair(
            replace(TARGET, template=None).write(folder / "no-template.gguf"), draft, fine
        ),
    }


def _more_words(count: int) -> tuple[str, ...]:
    return (*_WORDS, *(f"[PAD{number}]" for number in range(count)))


def _cut(whole: Path, path: Path, share: float) -> Path:
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def _write_hostile(path: Path) -> Path:
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 2**40, 2**40) + b"\0" * 64)
    return path


def _write_text(path: Path) -> Path:
    path.write_text("Dear diary")
    return path


def _write_nothing(path: Path) -> Path:
    path.touch()
    return path
