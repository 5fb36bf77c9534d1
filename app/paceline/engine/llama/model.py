"""A loaded GGUF model and its vocabulary."""

import ctypes
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from paceline.engine import model_file
from paceline.engine.llama import native
from paceline.engine.llama.buffers import Buffer, read_buffers
from paceline.engine.llama.devices import device_handles
from paceline.engine.llama.native import llama
from paceline.engine.llama.rpc import is_node, node_handles
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.loading import DeviceLayers
from paceline.vocabulary import Vocabulary

_TOKEN_NULL: Final = -1
_ENCODERS: Final = ("bert", "t5encoder")
_ROTARY: Final = (llama.LLAMA_ROPE_TYPE_NORM, llama.LLAMA_ROPE_TYPE_NEOX)
_KV: Final = ("key", "value")
_UNSCALED: Final = (None, "none", "linear")


class Model:
    """Weights and vocabulary; free it with `close`, after every context made from it."""

    def __init__(self, handle: int, path: Path) -> None:
        self.handle: Any = handle
        self.path = path
        self.on_gpu = False
        """Whether all of its devices are graphics processors of this machine."""
        self.buffers: tuple[Buffer, ...] = ()
        self._vocab = llama.llama_model_get_vocab(handle)
        self._pieces: dict[int, bytes] = {}

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        offloaded: Sequence[DeviceLayers] = (),
        mapped: bool = True,
        weights: bool = True,
        progress: Callable[[float], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Self:
        """Load a chat model; raises `AppError` with the reason, or `Cancelled`.

        The last layers go to the devices named in `offloaded`. The file is mapped into memory, or
        else read, and without `weights` only its header is: enough to ask for facts, and for the
        sizes of contexts. `progress` is told a fraction from 0 to 1; `cancelled` is asked between
        tensors.
        """
        model_file.check_model_file(path)
        native.start()
        native.clear_log()

        trouble: list[BaseException] = []

        @llama.llama_progress_callback  # type: ignore[untyped-decorator]  # llama_cpp has no types for it
        def _on_progress(fraction: float, _data: object) -> bool:
            try:
                progress(fraction)
            except BaseException as error:
                trouble.append(error)
            return not (trouble or cancelled())

        params = llama.llama_model_default_params()
        names = [share.device for share in offloaded]
        on_devices = device_handles(names, node_handles())
        shares = [float(share.layers) for share in offloaded]
        tensor_split = (ctypes.c_float * max(1, int(llama.llama_max_devices())))(*shares)
        params.devices = ctypes.cast(on_devices, ctypes.c_void_p)
        params.tensor_split = tensor_split
        params.n_gpu_layers = sum(share.layers for share in offloaded)
        params.load_mode = (
            llama.LLAMA_LOAD_MODE_AUTO if mapped and weights else llama.LLAMA_LOAD_MODE_NONE
        )
        params.no_alloc = not weights
        params.progress_callback = _on_progress
        handle = llama.llama_model_load_from_file(os.fsencode(path), params)
        if trouble:
            llama.llama_model_free(handle)
            raise trouble[0]
        if not handle:
            if cancelled():
                raise Cancelled
            raise model_file.load_failure(path, native.logged())
        model = cls(handle, path)
        model.on_gpu = bool(names) and not any(is_node(name) for name in names)
        model.buffers = read_buffers(native.logged_sizes())
        try:
            model.require_chat()
        except AppError:
            model.close()
            raise
        return model

    def close(self) -> None:
        """Free the weights; a second call does nothing."""
        if self.handle:
            llama.llama_model_free(self.handle)
            self.handle = None

    def require_chat(self) -> None:
        """Raise the `AppError` that says why this model cannot write replies."""
        if llama.llama_model_is_diffusion(self.handle):
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, "it is a diffusion model")
        causal = self.metadata(f"{self.architecture}.attention.causal")
        pooling = self.metadata(f"{self.architecture}.pooling_type")
        if (
            any(name in self.architecture for name in _ENCODERS)
            or causal == "false"
            or pooling not in (None, "0")
        ):
            raise AppError(ErrorCode.MODEL_IS_EMBEDDING, str(self.path))
        if llama.llama_model_has_encoder(self.handle):
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, "it is an encoder-decoder model")
        if not llama.llama_model_has_decoder(self.handle):
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, "it has no decoder")
        if self.vocabulary_size == 0:
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, "it has no vocabulary")

    # Facts ---------------------------------------------------------------------------------

    def metadata(self, key: str) -> str | None:
        """Return a value of the GGUF header as text, None where absent."""
        size = 256
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama.llama_model_meta_val_str(self.handle, key.encode(), buffer, size)
            if length < 0:
                return None
            if length < size:
                return buffer.value.decode("utf-8", "replace")
            size = length + 1

    @cached_property
    def architecture(self) -> str:
        """llama.cpp's name of the architecture, as "llama"."""
        return self.metadata("general.architecture") or ""

    @cached_property
    def name(self) -> str:
        """The name in the header, else the file's."""
        return self.metadata("general.name") or self.path.stem

    @cached_property
    def description(self) -> str:
        """llama.cpp's one-line description, as "llama 135M Q4_1"."""
        buffer = ctypes.create_string_buffer(256)
        llama.llama_model_desc(self.handle, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    @cached_property
    def parameters(self) -> int:
        """Number of weights."""
        return int(llama.llama_model_n_params(self.handle))

    @cached_property
    def size(self) -> int:
        """Bytes of all tensors."""
        return int(llama.llama_model_size(self.handle))

    @cached_property
    def layers(self) -> int:
        """Number of blocks."""
        return int(llama.llama_model_n_layer(self.handle))

    @cached_property
    def context_length_trained(self) -> int:
        """Positions that the model was trained on."""
        return int(llama.llama_model_n_ctx_train(self.handle))

    @cached_property
    def window(self) -> int:
        """Positions that sliding-window layers look back, the present one included; 0 for all."""
        return int(llama.llama_model_n_swa(self.handle))

    @cached_property
    def rewinds(self) -> bool:
        """Whether any tail of the KV cache can be forgotten; a recurrent state is of one piece."""
        return not (
            llama.llama_model_is_recurrent(self.handle) or llama.llama_model_is_hybrid(self.handle)
        )

    @cached_property
    def one_cache_type(self) -> bool:
        """Whether keys and values are kept as one vector, and so in one type (latent attention)."""
        latent = (self.metadata(f"{self.architecture}.attention.{part}_length_mla") for part in _KV)
        return self.architecture == "deepseek4" or all(it not in (None, "0") for it in latent)

    @cached_property
    def shifts(self) -> bool:
        """Whether keys in the cache can be rotated to other positions, and exactly so.

        llama.cpp aborts the process for several positions per token (M-RoPE), moves learned
        positions in name only, takes no notice that sparse attention's indexer keeps its keys in
        another basis, and at every shift multiplies all keys once more by the attention factor
        that YaRN and LongRoPE scale them with.
        """
        prefix = self.architecture
        factor = self.metadata(f"{prefix}.rope.scaling.attn_factor")
        return (
            self.rewinds
            and llama.llama_model_rope_type(self.handle) in _ROTARY
            and self.metadata(f"{prefix}.rope.scaling.type") in _UNSCALED
            and (factor is None or float(factor) == 1)
            and self.metadata(f"{prefix}.attention.indexer.key_length") is None
        )

    # Vocabulary ----------------------------------------------------------------------------

    @cached_property
    def vocabulary_size(self) -> int:
        """Number of token ids."""
        return int(llama.llama_vocab_n_tokens(self._vocab))

    def vocabulary(self) -> Vocabulary:
        """Return what the compatibility rule compares; reads every token once."""
        vocab = self._vocab
        return Vocabulary(
            kind=int(llama.llama_vocab_type(vocab)),
            bos=int(llama.llama_vocab_bos(vocab)),
            eos=int(llama.llama_vocab_eos(vocab)),
            adds_bos=bool(llama.llama_vocab_get_add_bos(vocab)),
            adds_eos=bool(llama.llama_vocab_get_add_eos(vocab)),
            texts=tuple(
                llama.llama_vocab_get_text(vocab, token) for token in range(self.vocabulary_size)
            ),
        )

    def is_end(self, token: int) -> bool:
        """Whether the token ends a reply (end of sequence, of turn, of message)."""
        return bool(llama.llama_vocab_is_eog(self._vocab, token))

    def piece(self, token: int) -> bytes:
        """Return the bytes that a token writes; control tokens write nothing."""
        known = self._pieces.get(token)
        if known is None:
            size = 64
            buffer = ctypes.create_string_buffer(size)
            length = llama.llama_token_to_piece(self._vocab, token, buffer, size, 0, False)
            if length < 0:
                size = -length
                buffer = ctypes.create_string_buffer(size)
                length = llama.llama_token_to_piece(self._vocab, token, buffer, size, 0, False)
            known = self._pieces[token] = buffer.raw[:length]
        return known

    def special_text(self, token: int) -> str:
        """Return how a template writes a special token, empty for none."""
        if token == _TOKEN_NULL:
            return ""
        text: bytes = llama.llama_vocab_get_text(self._vocab, token)
        return text.decode("utf-8", "replace")

    @property
    def bos_text(self) -> str:
        """How a template writes the begin-of-sequence token."""
        return self.special_text(int(llama.llama_vocab_bos(self._vocab)))

    @property
    def eos_text(self) -> str:
        """How a template writes the end-of-sequence token."""
        return self.special_text(int(llama.llama_vocab_eos(self._vocab)))

    @cached_property
    def chat_template(self) -> str | None:
        """The Jinja source in the header, None where there is none."""
        source: bytes | None = llama.llama_model_chat_template(self.handle, None)
        return source.decode("utf-8", "replace") if source else None

    def tokenize(self, text: str, *, add_special: bool) -> list[int]:
        """Split text into token ids; special tokens written out in it are recognised."""
        data = text.encode()
        room = len(data) + 8
        tokens = (llama.llama_token * room)()
        count = llama.llama_tokenize(
            self._vocab,
            data,
            len(data),
            tokens,
            room,
            add_special,
            True,
        )
        if count < 0:
            tokens = (llama.llama_token * -count)()
            count = llama.llama_tokenize(
                self._vocab,
                data,
                len(data),
                tokens,
                -count,
                add_special,
                True,
            )
        return list(tokens[:count])
