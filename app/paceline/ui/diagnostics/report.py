"""The report: facts about program, system, engine, pair and settings, never what was said. Pure.

It is in English whatever the window speaks, for it is read by those who mend the program.
"""

import getpass
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from paceline.errors import AppError
from paceline.loading import PairChoice, RemoteFacts
from paceline.protocol.messages import ModelFacts, PairLoaded, Ready
from paceline.remote.addresses import address
from paceline.settings import Settings

RUN_OF_WORDS: Final = 3
"""A line that shares so many words in a row with the chat may quote it."""
LEFT_OUT: Final = "[left out: this line may quote the chat]"
SHORTEST_NAME: Final = 3
_MIB: Final = 2**20
_SECRET: Final = re.compile(
    r"\b(?:hf|api_org)_[A-Za-z0-9]{8,}|(?i:(?<=bearer )\S+|(?<=signature=)[^\s&\"']+)"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that goes into a report; `private` are texts that must not occur in it."""

    program: Sequence[str]
    system: Sequence[str]
    settings: Settings
    ready: Ready | None
    pair: PairLoaded | None
    engine_state: str
    engine_words: Sequence[str]
    log: Sequence[str]
    private: Iterable[str]


def report(facts: Facts) -> str:
    """Return the whole report as plain text."""
    parts = {
        "Program": facts.program,
        "System": facts.system,
        "Engine": _engine(facts),
        "Pair": _pair(facts.pair),
        "Settings": _settings(facts.settings),
        "Last words of the engine": without_quotes(facts.engine_words, facts.private),
        "Log": without_quotes(facts.log, facts.private),
    }
    text = "\n\n".join(
        "\n".join([f"## {title}", *(lines or ["nothing"])]) for title, lines in parts.items()
    )
    return without_tokens(without_names(f"# Paceline diagnostics\n\n{text}\n"))


def without_quotes(lines: Sequence[str], private: Iterable[str]) -> list[str]:
    """Leave out lines that share words in a row with a private text."""
    runs = {run for text in private for run in _runs(text)}
    return [LEFT_OUT if runs & set(_runs(line)) else line for line in lines]


def without_names(text: str) -> str:
    """Write ~ for the person's home folder, and hide their name in other paths."""
    home = str(Path.home())
    for spelling in (home, home.replace("\\", "/"), home.replace("\\", "\\\\")):
        if len(spelling) > 1:
            text = text.replace(spelling, "~")
    try:
        name = getpass.getuser()
    except OSError:
        return text
    if len(name) < SHORTEST_NAME:
        return text
    return re.sub(rf"(?<=[/\\]){re.escape(name)}(?=[/\\\s\"']|$)", "(user)", text)


def without_tokens(text: str) -> str:
    """Hide what looks like a token of the Hub, or like the signature of an address.

    None of them comes near a report; this is for what other people's libraries may print.
    """
    return _SECRET.sub("(secret)", text)


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    if 0 < len(words) < RUN_OF_WORDS:
        return []
    return zip(*(words[start:] for start in range(RUN_OF_WORDS)), strict=False)


def _engine(facts: Facts) -> list[str]:
    lines = [f"state: {facts.engine_state}"]
    if (ready := facts.ready) is not None:
        lines += [
            f"llama.cpp: {ready.engine_version}",
            f"protocol: {ready.protocol_version}",
            f"threads: {ready.threads}",
        ]
        if ready.processor_variant is not None:
            lines.append(f"code for this processor: {ready.processor_variant}")
        lines += [
            f"device {device.name}: {device.description}, {device.kind}, "
            f"{device.memory_free // _MIB} of {device.memory_total // _MIB} MiB free"
            for device in ready.devices
        ]
    return lines


def _pair(pair: PairLoaded | None) -> list[str]:
    if pair is None:
        return ["none loaded"]
    if pair.remote is not None:
        return [_remote(pair.remote), *pair.notes]
    lines = [_model("target", pair.target)]
    if pair.draft is not None:
        lines.append(_model("draft", pair.draft))
    lines += [f"context: {pair.context_length} tokens", f"threads: {pair.threads}"]
    for name, placement in (("target", pair.target_placement), ("draft", pair.draft_placement)):
        if placement is not None:
            lines.append(f"{name} placement: {msgspec.json.encode(placement).decode()}")
    if pair.memory is not None:
        lines += [
            f"memory of {use.model} on {use.device}: {use.total // _MIB} MiB"
            for use in pair.memory.taken
        ]
    return [*lines, *pair.notes]


def _remote(facts: RemoteFacts) -> str:
    """Say how far away a server is, and not where: that is the person's affair."""
    try:
        place = address(facts.server.url)
    except AppError:
        where = "at an address that is none"
    else:
        where = f"{place.reach}, {'encrypted' if place.encrypted else 'unencrypted'}"
    return (
        f"on a server: {facts.software}, {where}, context: {facts.context_length or 'unknown'}, "
        f"key: {'yes' if facts.server.keyed else 'no'}"
    )


def _model(part: str, facts: ModelFacts) -> str:
    return (
        f"{part}: {facts.name}, {facts.description}, {facts.parameters / 1e6:.0f} million "
        f"parameters, {facts.size // _MIB} MiB, {facts.layers} layers, trained for "
        f"{facts.context_length_trained} tokens, {facts.path}"
    )


def _settings(settings: Settings) -> list[str]:
    """Everything but which servers the person connects to."""
    pair = settings.pair
    if pair is not None and pair.server is not None:
        pair = PairChoice(pair.kind)
    shown = msgspec.structs.replace(settings, pair=pair, servers=())
    encoded = msgspec.json.encode(shown, order="sorted")
    return msgspec.json.format(encoded, indent=2).decode().splitlines()
