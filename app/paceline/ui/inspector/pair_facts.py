"""What a reply and its pair ran on: threads, memory, placement. Knows no widgets."""

from collections import Counter

from PySide6.QtCore import QCoreApplication

from paceline.loading import (
    MAIN_MEMORY,
    MemoryUse,
    ModelPlacement,
    RemoteFacts,
    ServerSoftware,
)
from paceline.protocol.messages import PairLoaded
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.round_facts import Fact
from paceline.ui.numbers import whole
from paceline.ui.pair_name import host_of

translate = QCoreApplication.translate


def thread_facts(recording: Recording) -> list[Fact]:
    """Return the thread counts that the passes of a reply ran on, the usual one first."""
    facts = []
    if recording.threads:
        facts.append(Fact(translate("PairFacts", "Target's threads"), _counts(recording.threads)))
    if recording.draft_threads:
        facts.append(
            Fact(translate("PairFacts", "Draft's threads"), _counts(recording.draft_threads))
        )
    return facts


def pair_facts(pair: PairLoaded | None) -> list[Fact]:
    """Return models, context and placement of the pair that is loaded now."""
    if pair is None:
        return [
            Fact(translate("PairFacts", "Pair"), translate("PairFacts", "none is loaded")),
        ]
    if pair.remote is not None:
        return _server_facts(pair.remote)
    facts = [Fact(translate("PairFacts", "Target"), pair.target.description)]
    if pair.draft is not None:
        facts.append(Fact(translate("PairFacts", "Draft"), pair.draft.description))
    facts.append(
        Fact(
            translate("PairFacts", "Context"),
            translate("PairFacts", "{count} tokens").format(count=whole(pair.context_length)),
        )
    )
    if pair.target_placement is not None:
        facts.append(
            Fact(translate("PairFacts", "Target's layers"), _layers(pair.target_placement))
        )
    if pair.draft_placement is not None:
        facts.append(Fact(translate("PairFacts", "Draft's layers"), _layers(pair.draft_placement)))
    if pair.memory is not None:
        facts += [
            Fact(
                translate("PairFacts", "Memory of the {model}").format(model=_part(use.model)),
                _memory(use),
            )
            for use in pair.memory.taken
        ]
    return facts


def _server_facts(remote: RemoteFacts) -> list[Fact]:
    silent = translate("PairFacts", "the server does not say")
    known = remote.software is not ServerSoftware.UNKNOWN
    length = remote.context_length
    told = translate("PairFacts", "{count} tokens").format(count=whole(length)) if length else ""
    return [
        Fact(translate("PairFacts", "Model"), remote.server.model),
        Fact(translate("PairFacts", "Server"), host_of(remote.server.url)),
        Fact(translate("PairFacts", "Software"), remote.software.value if known else silent),
        Fact(translate("PairFacts", "Context"), told or silent),
        Fact(
            translate("PairFacts", "Guesses"),
            translate("PairFacts", "told for each token")
            if remote.reports_tokens
            else translate("PairFacts", "counted for each reply, if it guesses")
            if remote.reports_drafts
            else silent,
        ),
        Fact(
            translate("PairFacts", "Memory, threads, placement"),
            translate("PairFacts", "the server's own"),
        ),
    ]


def _part(model: str) -> str:
    if model == "draft":
        return translate("PairFacts", "draft")
    return translate("PairFacts", "target")


def _counts(counts: Counter[int]) -> str:
    if len(counts) == 1:
        return str(next(iter(counts)))
    return ", ".join(
        translate("PairFacts", "{threads} (passes: {count})").format(
            threads=threads, count=whole(count)
        )
        for threads, count in counts.most_common()
    )


def _layers(placement: ModelPlacement) -> str:
    here = placement.layers - placement.gpu_layers
    parts = [
        translate("PairFacts", "{count} on {device}").format(
            count=each.layers, device=_device(each.device)
        )
        for each in placement.offloaded
    ]
    if here:
        parts.append(
            translate("PairFacts", "{count} on {device}").format(
                count=here, device=_device(MAIN_MEMORY)
            )
        )
    return ", ".join(parts)


def _device(name: str) -> str:
    return translate("PairFacts", "the processor") if name == MAIN_MEMORY else name


def _memory(use: MemoryUse) -> str:
    return translate(
        "PairFacts",
        "{total} MB on {device}: weights {weights}, cache {cache}, computing {compute}",
    ).format(
        device=_device(use.device),
        total=_megabytes(use.total),
        weights=_megabytes(use.weights),
        cache=_megabytes(use.cache),
        compute=_megabytes(use.compute),
    )


def _megabytes(size: int) -> str:
    return whole(round(size / 1e6))
