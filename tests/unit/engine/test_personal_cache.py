"""What is learned from chats: each thing once, kept safely, shared, forgotten for good."""

import logging
import os
import stat
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from paceline.chat import ChatMessage, Role
from paceline.engine import ngram_file, personal_cache
from paceline.engine.ngrams import ONCE
from paceline.engine.personal_cache import PersonalCache, Tokenizer, stored_caches, wipe
from paceline.errors import AppError, ErrorCode

LETTERS = Tokenizer(
    fingerprint="0" * 32,
    vocabulary_size=128,
    model="letters",
    tokenize=lambda text: [ord(letter) for letter in text],
    text=lambda token: bytes((token,)),
)
TEMPLATE = [1, 2, 3, 4, 5]
"""What a template puts between message and reply; no letters."""


def cache_in(folder: Path, tokenizer: Tokenizer = LETTERS, cap: int = 10_000) -> PersonalCache:
    return PersonalCache(folder, tokenizer, cap=cap)


def conversation(*texts: str) -> tuple[ChatMessage, ...]:
    roles = (Role.USER, Role.ASSISTANT)
    return tuple(ChatMessage(roles[n % 2], text) for n, text in enumerate(texts))


def chat(cache: PersonalCache, *texts: str) -> None:
    """Let the last of these texts be the reply to the others."""
    *before, reply = texts
    cache.hear(conversation(*before), prompt(before), LETTERS.tokenize(reply))


def prompt(texts: Sequence[str]) -> list[int]:
    return [token for text in texts for token in (*LETTERS.tokenize(text), *TEMPLATE)]


def known(cache: PersonalCache, before: str) -> str | None:
    found = cache.table.continuation(LETTERS.tokenize(before))
    return None if found is None else chr(found.token)


def times(cache: PersonalCache, key: str, follower: str) -> float:
    rows = cache.table.rows
    wanted = [-1] * (4 - len(key)) + list(LETTERS.tokenize(key))
    found = (rows.keys == wanted).all(axis=1) & (rows.nexts == ord(follower))
    return int(rows.weights[found].sum()) / ONCE


def the_file(folder: Path) -> Path:
    return folder / f"ngrams-{LETTERS.fingerprint}.bin"


def test_message_and_reply_are_learned_when_they_are_settled(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "my dear friend", "with kind regards")
    assert len(cache.table) == 0
    cache.settle()
    assert known(cache, "my d") == "e"
    assert known(cache, "kind") == " "
    assert known(cache_in(tmp_path), "kind") == " "


def test_a_conversation_sent_again_turn_after_turn_is_learned_once(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "abcd", "efgh")
    chat(cache, "abcd", "efgh", "ijkl", "mnop")
    cache.settle()
    chat(cache, "abcd", "efgh", "ijkl", "mnop", "qrst", "uvwx")
    cache.settle()
    for key, follower in (("abc", "d"), ("efg", "h"), ("ijk", "l"), ("mno", "p"), ("uvw", "x")):
        assert times(cache, key, follower) == 1


def test_a_regenerated_reply_counts_and_the_message_does_not_count_again(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "abcd", "efgh")
    chat(cache, "abcd", "efgh")
    cache.settle()
    assert times(cache, "abc", "d") == 1
    assert times(cache, "efg", "h") == 2


def test_neither_system_prompt_nor_template_is_learned(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    messages = (ChatMessage(Role.SYSTEM, "zzzzzz"), ChatMessage(Role.USER, "abcd"))
    cache.hear(messages, prompt(["zzzzzz", "abcd"]), LETTERS.tokenize("efgh"))
    cache.settle()
    assert known(cache, "zz") is None
    assert not set(TEMPLATE) & set(cache.table.rows.nexts.tolist())
    lead = cache.table.continuation(TEMPLATE[1:])
    assert lead is not None
    assert chr(lead.token) == "e", "the template is the key of a reply's beginning"


def test_a_reply_that_goes_on_learns_only_what_is_new(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.hear(conversation("abcd", "efgh"), [*prompt(["abcd"]), 101, 102], [103, 104])
    cache.settle()
    assert times(cache, "abc", "d") == 0
    assert times(cache, "ef", "g") == 1


def test_it_saves_now_and_then_and_when_it_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(personal_cache, "monotonic", lambda: now)
    cache = cache_in(tmp_path)
    chat(cache, "first", "reply")
    cache.settle()
    chat(cache, "other", "words")
    now += personal_cache.SAVE_EVERY_SECONDS - 1
    cache.settle()
    assert known(cache_in(tmp_path), "wor") is None, "not due yet"
    now += 1
    cache.settle()
    assert known(cache_in(tmp_path), "wor") == "d"
    chat(cache, "third", "thing")
    cache.close()
    assert known(cache_in(tmp_path), "thi") == "n"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_only_the_person_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "learned"
    old = os.umask(0)
    try:
        cache = cache_in(folder)
        chat(cache, "abcd", "efgh")
        cache.close()
    finally:
        os.umask(old)
    assert stat.S_IMODE(the_file(folder).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_is_left_but_the_file_and_the_lock(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "abcd", "efgh")
    cache.close()
    assert {path.suffix for path in tmp_path.iterdir()} <= {".bin", ".lock"}


def damaged_truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damaged_flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes((content[middle] ^ 1,)) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [damaged_truncated, damaged_flipped, lambda _: b"", lambda _: b"GGUF" + bytes(100)],
    ids=["truncated", "flipped", "empty", "other kind"],
)
def test_a_damaged_file_is_refused_with_a_sentence_and_set_aside(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "abcd", "efgh")
    cache.close()
    file = the_file(tmp_path)
    spoiled = damage(file.read_bytes())
    file.write_bytes(spoiled)
    again = cache_in(tmp_path)
    assert len(again.table) == 0
    assert again.note is not None
    assert "set aside" in again.note
    assert file.with_suffix(".damaged.bin").read_bytes() == spoiled
    assert not file.exists()
    chat(again, "abcd", "efgh")
    again.close()
    assert cache_in(tmp_path).note is None


def test_a_file_learned_by_another_tokenizer_is_refused_and_set_aside(tmp_path: Path) -> None:
    other = replace(LETTERS, fingerprint="1" * 32)
    cache = cache_in(tmp_path, other)
    chat(cache, "abcd", "efgh")
    cache.close()
    (tmp_path / f"ngrams-{other.fingerprint}.bin").rename(the_file(tmp_path))
    mine = cache_in(tmp_path)
    assert len(mine.table) == 0
    assert mine.note is not None
    assert "another tokenizer" in mine.note
    assert the_file(tmp_path).with_suffix(".damaged.bin").exists()


def test_each_tokenizer_has_a_file_of_its_own(tmp_path: Path) -> None:
    for fingerprint, text in (("0" * 32, "abcd"), ("1" * 32, "wxyz")):
        cache = cache_in(tmp_path, replace(LETTERS, fingerprint=fingerprint))
        assert len(cache.table) == 0
        chat(cache, text, text)
        cache.close()
    found = stored_caches(tmp_path)
    assert [each.header.tokenizer for each in found if each.header] == ["0" * 32, "1" * 32]


def test_ids_beyond_the_vocabulary_are_left_out(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "abcd", "efgh")
    cache.close()
    small = cache_in(tmp_path, replace(LETTERS, vocabulary_size=ord("h")))
    assert small.note is None
    assert 0 < len(small.table) < len(cache_in(tmp_path).table)
    assert int(small.table.rows.nexts.max()) < ord("h")


def test_two_processes_keep_what_both_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_cache, "SAVE_EVERY_SECONDS", 0.0)
    one, two = cache_in(tmp_path), cache_in(tmp_path)
    for cache, text in ((one, "abcd"), (two, "mnop"), (one, "efgh"), (two, "uvwx")):
        chat(cache, text, text)
        cache.settle()
    both = cache_in(tmp_path)
    assert [times(both, *row) for row in (("abc", "d"), ("mno", "p"), ("efg", "h"))] == [2, 2, 2]
    assert times(both, "uvw", "x") == 2


def test_savers_at_the_same_time_lose_and_spoil_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_cache, "SAVE_EVERY_SECONDS", 0.0)
    savers, replies = 4, 8

    def work(number: int) -> None:
        cache = cache_in(tmp_path)
        for reply in range(replies):
            chat(cache, f"question {number} {reply}", "the same")
            cache.settle()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(savers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = cache_in(tmp_path)
    assert result.note is None
    assert times(result, "same"[:3], "e") == savers * replies


def test_wiping_leaves_nothing_on_the_disk_and_nothing_in_memory(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "secret", "words")
    cache.close()
    the_file(tmp_path).with_suffix(".damaged.bin").write_bytes(b"secret")
    (tmp_path / (the_file(tmp_path).name + "x1.part")).write_bytes(b"secret")
    (tmp_path / "governor.json").write_bytes(b"{}")
    chat(cache, "more", "secret")
    wipe(tmp_path)
    cache.forget()
    assert len(cache.table) == 0
    cache.close()
    assert {path.name for path in tmp_path.iterdir()} <= {"governor.json", "ngrams.lock"}
    wipe(tmp_path / "absent")


def test_a_wipe_by_another_process_is_followed(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    chat(cache, "secret", "words")
    cache.settle()
    wipe(tmp_path)
    chat(cache, "after", "wards")
    cache.close()
    for each in (cache, cache_in(tmp_path)):
        assert known(each, "sec") is None
        assert known(each, "aft") == "e"
    assert b"secret" not in the_file(tmp_path).read_bytes()


def test_a_full_disk_is_said_once_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(personal_cache, "SAVE_EVERY_SECONDS", 0.0)
    cache = cache_in(tmp_path)

    def full(*_: object) -> bytes:
        raise AppError(ErrorCode.DISK_FULL, "somewhere")

    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(ngram_file, "write", full)
        for text in ("abcd", "efgh", "ijkl"):
            chat(cache, text, text)
            cache.settle()
    assert [record.getMessage() for record in caplog.records] == [
        "What was learned from chats could not be saved: "
        + str(AppError(ErrorCode.DISK_FULL, "somewhere"))
    ]
    assert known(cache, "abc") == "d"
    cache.close()
    assert known(cache_in(tmp_path), "abc") == "d", "saved once there is room again"


def test_a_folder_that_cannot_be_made_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = cache_in(tmp_path / "file" / "learned")
    chat(cache, "abcd", "efgh")
    cache.close()
    assert known(cache, "abc") == "d"
    assert stored_caches(tmp_path / "file" / "learned") == []


def test_the_cap_holds_on_the_disk_too(tmp_path: Path) -> None:
    cache = cache_in(tmp_path, cap=60)
    for n in range(20):
        chat(cache, f"message number {n}", f"{n} is what it was")
        cache.settle()
    cache.close()
    (stored,) = stored_caches(tmp_path)
    assert stored.header is not None
    assert 0 < stored.header.rows <= 60
    assert len(cache_in(tmp_path, cap=30).table) <= 30
