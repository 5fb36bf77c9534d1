"""`paceline learned`: what was learned from the person's chats, shown, exported or wiped."""

from datetime import UTC, datetime
from functools import partial
from typing import assert_never

import msgspec
from rich.table import Table

from paceline import paths
from paceline.cli.arguments.options import Options
from paceline.cli.job import run_job
from paceline.cli.terminal import remark, screen
from paceline.engine.llama.native import AbortFlag
from paceline.engine.ngram_file import NgramFile
from paceline.engine.ngrams import NO_TOKEN, ONCE
from paceline.engine.personal_cache import StoredCache, read_stored, stored_caches, wipe
from paceline.whole_file import write_whole


class CacheListed(msgspec.Struct, frozen=True):
    """One cache in the list; `trouble` says why it cannot be used."""

    file: str
    size: int
    model: str | None = None
    tokenizer: str | None = None
    ngrams: int = 0
    learned_at: datetime | None = None
    trouble: str | None = None


class NgramExported(msgspec.Struct, frozen=True):
    """What followed some words, and how often, less what its age took away."""

    after: str
    next: str
    times: float


class CacheExported(msgspec.Struct, frozen=True):
    """Everything in one cache, the most frequent first."""

    model: str
    tokenizer: str
    learned_at: datetime
    ngrams: list[NgramExported]


def learned(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_learned, options))


def _learned(options: Options, _abort: AbortFlag) -> None:
    match options.deed:
        case None | "show":
            _show(options)
        case "export":
            _export(options)
        case "wipe":
            found = len(stored_caches(paths.learned_folder()))
            wipe(paths.learned_folder())
            remark(f"{found or 'No'} file{'' if found == 1 else 's'} deleted.")
        case _:
            assert_never(options.deed)


def _show(options: Options) -> None:
    folder = paths.learned_folder()
    found = [_listed(each) for each in stored_caches(folder)]
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
        return
    if not found:
        remark(f"Nothing was learned yet; it would lie in {folder}.")
        return
    table = Table(title=f"Learned from your chats, in {folder}")
    for heading in ("model", "n-grams", "size", "last learned"):
        table.add_column(heading, justify="right" if heading in {"n-grams", "size"} else "left")
    for each in found:
        table.add_row(
            each.model or each.file,
            "" if each.trouble else f"{each.ngrams:,}",
            f"{each.size / 1e6:,.1f} MB",
            each.trouble or f"{each.learned_at:%Y-%m-%d %H:%M}",
        )
    screen().print(table)


def _listed(cache: StoredCache) -> CacheListed:
    name, size, header = cache.path.name, cache.path.stat().st_size, cache.header
    if header is None:
        return CacheListed(name, size, trouble=cache.trouble.detail if cache.trouble else None)
    when = datetime.fromtimestamp(header.learned_at, UTC).astimezone()
    return CacheListed(name, size, header.model, header.tokenizer, header.rows, when)


def _export(options: Options) -> None:
    usable = [each for each in stored_caches(paths.learned_folder()) if each.header]
    exported = [_in_words(read_stored(each.path)) for each in usable]
    write_whole(options.file.absolute(), msgspec.json.format(msgspec.json.encode(exported)))
    count = sum(len(each.ngrams) for each in exported)
    remark(f"{count:,} n-grams were written to {options.file}.")


def _in_words(cache: NgramFile) -> CacheExported:
    rows, texts, header = cache.rows, cache.texts, cache.header

    def text(tokens: list[int]) -> str:
        known = (texts.get(token, b"") for token in tokens if token != NO_TOKEN)
        return b"".join(known).decode("utf-8", "replace")

    ngrams = [
        NgramExported(text(key), text([token]), weight / ONCE)
        for key, token, weight in zip(
            rows.keys.tolist(), rows.nexts.tolist(), rows.weights.tolist(), strict=True
        )
    ]
    ngrams.sort(key=lambda ngram: -ngram.times)
    when = datetime.fromtimestamp(header.learned_at, UTC).astimezone()
    return CacheExported(header.model, header.tokenizer, when, ngrams)
