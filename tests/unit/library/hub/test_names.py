"""Names from the Hub never leave a folder, on any system, and show as they are."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.library.hub.names import (
    MOST_FILE_BYTES,
    is_commit,
    is_file_path,
    is_repository,
    is_revision,
    is_sha256,
    is_size,
    without_unshown,
)


@pytest.mark.parametrize(
    "path",
    [
        "model.gguf",
        "Q4_K_M/model-00001-of-00003.gguf",
        "SmolLM2-135M-Instruct.Q4_K_M.gguf",
        "Modèle déjà vu.gguf",
        "模型/千问.gguf",
        ".gitattributes",
        "console.gguf",
        "a..b.gguf",
    ],
)
def test_ordinary_names_pass(path: str) -> None:
    assert is_file_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../model.gguf",
        "a/../../model.gguf",
        "a/..",
        "/etc/passwd",
        "//server/share/model.gguf",
        "a//b.gguf",
        "a/./b.gguf",
        "./b.gguf",
        "a/",
        "..\\model.gguf",
        "a\\..\\..\\model.gguf",
        "\\\\server\\share\\model.gguf",
        "C:model.gguf",
        "C:/model.gguf",
        "model.gguf:stream",
        "con",
        "CON.gguf",
        "aux.gguf",
        "Nul",
        "deep/com1.tar.gguf",
        "lpt¹.gguf",
        "COM³",
        "CONIN$",
        "nul .gguf",
        "model.gguf.",
        "model.gguf ",
        " model.gguf",
        "folder./model.gguf",
        "what?.gguf",
        "a|b.gguf",
        "a*.gguf",
        '"a".gguf',
        "<a>.gguf",
        "a\0.gguf",
        "a\n.gguf",
        "a\x1b[2J.gguf",
        "a\x7f.gguf",
        "model\u202efugg.exe",
        "zero\u200bwidth.gguf",
        "line\u2028.gguf",
        "half\ud800.gguf",
        "a" * 256 + ".gguf",
        "é" * 128 + ".gguf",
        "a/" * 600 + "b.gguf",
    ],
)
def test_what_could_leave_the_folder_or_deceive_does_not_pass(path: str) -> None:
    assert not is_file_path(path)


@given(st.text(alphabet=st.sampled_from("a./\\:C~ \0con"), max_size=12) | st.text(max_size=40))
def test_whatever_passes_stays_below_its_folder_on_every_system(path: str) -> None:
    if not is_file_path(path):
        return
    for kind, root in ((PurePosixPath, "/cache"), (PureWindowsPath, "C:\\cache")):
        joined = kind(root) / path
        assert ".." not in joined.parts
        assert joined.is_relative_to(kind(root))
        assert len(joined.parts) == len(kind(root).parts) + path.count("/") + 1


@pytest.mark.parametrize(
    "name", ["gpt2", "Qwen/Qwen3-0.6B-GGUF", "a/b_c.d", "01-ai/Yi", "a" * 40 + "/" + "b" * 96]
)
def test_names_of_repositories_pass(name: str) -> None:
    assert is_repository(name)


@pytest.mark.parametrize(
    "name",
    ["", "/", "a/", "/a", "a/b/c", "../a", "a/..", "a/.", "..", "a b/c", "a/b?x=1", "a/b#c",
     "a/b%2fc", "a@b/c", "http://a/b", "a\\b", "a--b/c", "a/b--c", "a/b.git", "a/con", "a\n/b",
     "é/b", "a/" + "b" * 97, "-a/b", "a/b-", "a/b."],
)  # fmt: skip
def test_other_names_of_repositories_do_not_pass(name: str) -> None:
    assert not is_repository(name)


@pytest.mark.parametrize("name", ["main", "v1.0", "refs/pr/1", "a" * 40])
def test_names_of_revisions_pass(name: str) -> None:
    assert is_revision(name)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/../b", "/a", "a//b", "a b", "-x", "con",
                                  "a/nul", "a\\b", "C:x", "x" * 201, "main\n"])  # fmt: skip
def test_other_names_of_revisions_do_not_pass(name: str) -> None:
    assert not is_revision(name)


def test_a_commit_has_40_digits_and_a_checksum_64() -> None:
    assert is_commit("0123456789abcdef" * 2 + "01234567")
    assert is_sha256("0123456789abcdef" * 4)
    for bad in ("", "main", "a" * 39, "A" * 40, "g" * 40, "a" * 40 + "\n", "../" + "a" * 37):
        assert not is_commit(bad)
    for bad in ("", "a" * 63, "a" * 65, "A" * 64, "a" * 64 + "\n", '"' + "a" * 64 + '"', "../../x"):
        assert not is_sha256(bad)


def test_a_size_is_neither_negative_nor_beyond_reason() -> None:
    assert is_size(0)
    assert is_size(MOST_FILE_BYTES)
    assert not is_size(-1)
    assert not is_size(2**63)


def test_text_of_strangers_loses_what_is_not_seen() -> None:
    assert without_unshown("a\x1b[31mb\u202ec\r\nd\u200b\0") == "a[31mbc\nd"
