"""Valid GGUF files of a few kilobytes, for what is about the file and not about its weights."""

from pathlib import Path

import gguf
import numpy as np

_WIDTH = 8
_CONTEXT = 32
_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]


def write_bert(path: Path) -> Path:
    """Write an embedding model that llama.cpp loads."""
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_block_count(1)
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_feed_forward_length(2 * _WIDTH)
    writer.add_head_count(2)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(value=False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(2)
    writer.add_token_list(_TOKENS)
    writer.add_token_types([gguf.TokenType.NORMAL] * len(_TOKENS))
    for add, token in (
        (writer.add_pad_token_id, 0),
        (writer.add_unk_token_id, 1),
        (writer.add_bos_token_id, 2),
        (writer.add_sep_token_id, 3),
        (writer.add_mask_token_id, 4),
    ):
        add(token)
    shapes = {
        "token_embd.weight": (len(_TOKENS), _WIDTH),
        "position_embd.weight": (_CONTEXT, _WIDTH),
        "token_types.weight": (2, _WIDTH),
        "token_embd_norm.weight": (_WIDTH,),
        "token_embd_norm.bias": (_WIDTH,),
        "blk.0.ffn_up.weight": (2 * _WIDTH, _WIDTH),
        "blk.0.ffn_up.bias": (2 * _WIDTH,),
        "blk.0.ffn_down.weight": (_WIDTH, 2 * _WIDTH),
        "blk.0.ffn_down.bias": (_WIDTH,),
    }
    for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
        shapes[f"blk.0.{part}.weight"] = (_WIDTH, _WIDTH)
        shapes[f"blk.0.{part}.bias"] = (_WIDTH,)
    for part in ("attn_output_norm", "layer_output_norm"):
        shapes[f"blk.0.{part}.weight"] = (_WIDTH,)
        shapes[f"blk.0.{part}.bias"] = (_WIDTH,)
    for name, shape in shapes.items():
        writer.add_tensor(name, np.full(shape, 0.1, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
