"""Text files as people have them, and everything else that gets dropped on a window."""

import os
import sys
from pathlib import Path

import pytest

from paceline.errors import AppError, ErrorCode
from paceline.ui.composing.attachments import MOST_FILES, gather
from paceline.ui.composing.text_file import MOST_BYTES, decode, read_text_file

WORDS = "Größe, naïve, “quoted” — 100 €\nsecond line\n"


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("cp1252"),
        WORDS.replace("\n", "\r\n").encode(),
        WORDS.replace("\n", "\r").encode(),
        b"\xff\xfe" + WORDS.encode("utf-16-le"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        b"\xff\xfe\0\0" + WORDS.encode("utf-32-le"),
        b"\0\0\xfe\xff" + WORDS.encode("utf-32-be"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
    ],
)
def test_text_is_read_whatever_wrote_it(content: bytes) -> None:
    assert decode(content, "a.txt") == WORDS


@pytest.mark.parametrize(
    "text", ["日本語のテキスト", "Привет, мир", "مرحبا", "🙂🙃", "\x1b[31mred\x1b[0m\t|\f"]
)
def test_every_alphabet_is_read_from_utf8(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


def test_a_log_that_was_cut_inside_a_character_is_read() -> None:
    text = "größer, höher, weiter, schöner: für alle Bücher"
    assert decode((text + "ü").encode()[:-1], "cut.log") == text + "\ufffd"


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + os.urandom(400),
        b"GGUF\x03\0\0\0" + b"\0" * 64,
        b"text that ends \0\0\0\0\0\0\0\0 in nothing",
        b"\xff\xfe\x00\xd8\x00\xd8",
        b"\x01\x02\x03\x04\x05 words and controls",
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(AppError) as refused:
        decode(content, "picture.png")
    assert (refused.value.code, refused.value.detail) == (
        ErrorCode.ATTACHMENT_BINARY,
        "picture.png",
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, мир и все остальные", "cp1251"),
        ("日本語のテキスト", "shift-jis"),
        ("中文文本", "gb18030"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_not_guessed(text: str, encoding: str) -> None:
    with pytest.raises(AppError) as refused:
        decode(text.encode(encoding), "letter.txt")
    assert refused.value.code is ErrorCode.ATTACHMENT_ENCODING


def test_a_file_comes_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes", "utf-8")
    attachment = read_text_file(path)
    assert (attachment.name, attachment.text) == ("notes.md", "# Notes")


def test_what_cannot_be_attached_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (MOST_BYTES + 1))
    for path, code in {
        tmp_path: ErrorCode.ATTACHMENT_FOLDER,
        empty: ErrorCode.ATTACHMENT_EMPTY,
        large: ErrorCode.ATTACHMENT_TOO_LARGE,
        tmp_path / "nothing.txt": ErrorCode.FILE_MISSING,
    }.items():
        with pytest.raises(AppError) as refused:
            read_text_file(path)
        assert refused.value.code is code


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_a_pipe_that_nobody_writes_to_does_not_hang_the_window(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(AppError) as refused:
            read_text_file(path)
        assert refused.value.code is ErrorCode.ATTACHMENT_BINARY


def test_good_files_are_attached_beside_bad_ones(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.bin"
    good.write_text("words")
    bad.write_bytes(b"\0\1\2\3")
    first = gather((), [bad, good, good])
    assert [attachment.name for attachment in first.attachments] == ["good.txt"]
    assert [refusal.code for refusal in first.refusals] == [ErrorCode.ATTACHMENT_BINARY]
    assert gather(first.attachments, [good]).attachments == first.attachments


def test_no_more_files_than_a_message_can_carry(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(MOST_FILES + 5)]
    for path in paths:
        path.write_text(path.name)
    gathered = gather((), paths)
    assert len(gathered.attachments) == MOST_FILES
    assert [refusal.code for refusal in gathered.refusals] == [ErrorCode.ATTACHMENTS_TOO_MANY]
