"""Puts together who can draft for a target."""

from paceline.engine.drafters.base import Drafter, Panel
from paceline.engine.drafters.cascade import Cascade, Lookup
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.hierarchy import Hierarchy
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.drafters.ngram_map import NgramMapDrafter
from paceline.engine.drafters.ngram_pool import NgramPool, NgramPoolDrafter
from paceline.engine.drafters.personal import PersonalDrafter
from paceline.engine.loaded_pair import Tokenizer
from paceline.engine.personal_cache import PersonalCache
from paceline.engine.tokens import KvContext


def make_panel(
    model: Tokenizer,
    draft_context: KvContext | None,
    draft_vocabulary: int | None,
    pool: NgramPool,
    personal: PersonalCache | None,
) -> Panel:
    """Build the drafters for one reply at a time, the preferred first.

    Only with a context of a draft model does one draft. The pool may serve several panels.
    """
    ngram, ngram_map = NgramDrafter(model.is_end), NgramMapDrafter(model.is_end)
    pooled = NgramPoolDrafter(model.is_end, pool)
    free: tuple[Drafter, ...] = (ngram, ngram_map, pooled)
    looked_up: tuple[Drafter, ...] = (ngram_map, pooled, ngram)
    if personal is not None:
        remembered = PersonalDrafter(personal, model.is_end)
        free, looked_up = (*free, remembered), (*looked_up, remembered)
    if draft_context is None or draft_vocabulary is None:
        return Panel(free)
    drafter = DraftModelDrafter(
        draft_context,
        vocabulary_size=draft_vocabulary,
        target_vocabulary_size=model.vocabulary_size,
        is_end=model.is_end,
    )
    lookup = Lookup(looked_up)
    combinations = (Cascade((lookup, drafter)), Hierarchy(lookup, drafter))
    return Panel((drafter, *free), combinations)
