"""Files of chats from other programs, and files that are none."""

import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.chat import Role
from paceline.errors import AppError, ErrorCode
from paceline.history.archive import ArchivedConversation
from paceline.history.importing.reading import conversations, read_chats
from paceline.history.store import History
from ui.replies import make_round, plain


def node(
    name: str,
    parent: str | None,
    children: list[str],
    role: str = "",
    *parts: object,
    **more: object,
) -> dict[str, object]:
    message = role and {
        "id": name,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": 1_700_000_000.5,
        "content": {"content_type": "text", "parts": list(parts)},
        "status": "finished_successfully",
        "weight": 1.0,
        "metadata": {"model_slug": "gpt-4o"} if role == "assistant" else {},
        "recipient": "all",
    } | more  # fmt: skip
    return {"id": name, "message": message or None, "parent": parent, "children": children}


def chatgpt_export() -> list[dict[str, object]]:
    """A question that was asked in two ways, and an answer that called a tool."""
    hidden = {"metadata": {"is_visually_hidden_from_conversation": True}}
    nodes = [
        node("root", None, ["system"]),
        node("system", "root", ["q1", "q2"], "system", "", **hidden),
        node("q1", "system", ["a1"], "user", "What is a B-tree?"),
        node("a1", "q1", [], "assistant", "A search tree", "with many children."),
        node(
            "q2", "system", ["call"], "user", {"content_type": "image_asset_pointer"}, "And this?"
        ),
        node("call", "q2", ["result"], "assistant", "look(1)", recipient="browser"),
        node("result", "call", ["a2"], "tool", "found"),
        node("a2", "result", ["a3"], "assistant", "A heap."),
        node("a3", "a2", [], "assistant", "More precisely, a Fibonacci heap."),
    ]
    return [
        {
            "title": "Trees  and\nheaps",
            "create_time": 1_700_000_000.0,
            "update_time": 1_700_000_900.0,
            "mapping": {str(each["id"]): each for each in nodes},
            "current_node": "a1",
            "moderation_results": [],
        }
    ]


def written(folder: Path, content: object) -> Path:
    file = folder / "export.json"
    file.write_text(json.dumps(content), "utf-8")
    return file


def shown(chat: ArchivedConversation) -> list[tuple[int | None, Role, str]]:
    return [(each.parent, each.role, each.content) for each in chat.messages]


def test_a_chatgpt_export_keeps_its_branches_and_what_was_in_view(tmp_path: Path) -> None:
    (chat,) = read_chats(written(tmp_path, chatgpt_export()))
    assert (chat.title, chat.titled, chat.leaf) == ("Trees and heaps", True, 1)
    assert chat.created == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert shown(chat) == [
        (None, Role.USER, "What is a B-tree?"),
        (0, Role.ASSISTANT, "A search tree\nwith many children."),
        (None, Role.USER, "And this?"),
        (2, Role.ASSISTANT, "A heap.\n\nMore precisely, a Fibonacci heap."),
    ]
    assert chat.messages[1].speaker == "gpt-4o"
    history = History.in_memory()
    (taken,) = history.take_in([chat])
    assert next(each.content for each in history.path(taken)) == "What is a B-tree?"
    assert history.search("fibonacci")
    history.close()


def test_the_zip_that_chatgpt_sends_is_looked_into(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chat.html", "<html>")
        archive.writestr("conversations.json", json.dumps(chatgpt_export()))
    (chat,) = read_chats(tmp_path / "e.zip")
    assert len(chat.messages) == 4


def test_a_conversation_of_an_unknown_kind_does_not_stop_the_others(tmp_path: Path) -> None:
    exported = [{"mapping": "?"}, *chatgpt_export(), 7]
    assert len(read_chats(written(tmp_path, exported))) == 1


def test_an_lm_studio_conversation_keeps_its_versions(tmp_path: Path) -> None:
    def pieces(text: str) -> list[dict[str, str]]:
        return [{"type": "text", "text": text}]

    thought = {
        "type": "multiStep",
        "role": "assistant",
        "senderInfo": {"senderName": "qwen"},
        "steps": [
            {"type": "contentBlock", "style": {"type": "thinking"}, "content": pieces("Nile?")},
            {"type": "contentBlock", "content": pieces("The Nile.")},
            {"type": "debugInfoBlock", "debugInfo": "secret"},
        ],
    }
    plain = {"type": "singleStep", "role": "assistant", "content": pieces("The Amazon.")}
    question = {"type": "singleStep", "role": "user", "content": pieces("Longest river?")}
    exported = {
        "name": "Rivers",
        "pinned": True,
        "createdAt": 1_725_000_000_000,
        "systemPrompt": "Answer in one sentence.",
        "messages": [
            {"versions": [question], "currentlySelected": 0},
            {"versions": [thought, plain], "currentlySelected": 0},
            {"versions": [{"role": "user", "content": "Sure?"}], "currentlySelected": 0},
        ],
    }
    (chat,) = read_chats(written(tmp_path, exported))
    assert (chat.title, chat.pinned, chat.leaf) == ("Rivers", True, 3)
    assert chat.setup.system_prompt == "Answer in one sentence."
    assert shown(chat) == [
        (None, Role.USER, "Longest river?"),
        (0, Role.ASSISTANT, "<think>\nNile?\n</think>\n\nThe Nile."),
        (0, Role.ASSISTANT, "The Amazon."),
        (1, Role.USER, "Sure?"),
    ]


def test_an_older_lm_studio_conversation_is_a_plain_list(tmp_path: Path) -> None:
    exported = {
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": "Hello!"},
        ]
    }
    (chat,) = read_chats(written(tmp_path, exported))
    assert [content for *_, content in shown(chat)] == ["Hi", "Hello!"]
    assert chat.setup.system_prompt == "Be kind."
    assert not chat.titled


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b"[1, 2, 3]",
        b'"text"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"mapping": {}}',
        b'{"messages": [{"versions": 3}]}',
        b'{"format": "paceline-chats", "version": 2, "exported": "2026-01-01T00:00:00Z"}',
        b'{"mapping": {"a": {"parent": "a", "children": ["a"]}}}',
        b"PK\x03\x04 not quite a zip",
    ],
)
def test_a_foreign_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "foreign.json"
    file.write_bytes(content)
    with pytest.raises(AppError, match=r"foreign\.json") as raised:
        read_chats(file)
    assert raised.value.code is ErrorCode.IMPORT_FOREIGN


def test_several_answers_stay_several(tmp_path: Path) -> None:
    nodes = [
        node("q", None, ["a"], "user", "?"),
        node("a", "q", ["b", "c"], "assistant", "first"),
        node("b", "a", [], "assistant", "one way"),
        node("c", "a", [], "assistant", "another"),
    ]
    exported = [{"mapping": {str(each["id"]): each for each in nodes}, "current_node": "b"}]
    (chat,) = read_chats(written(tmp_path, exported))
    assert [content for *_, content in shown(chat)] == ["?", "first", "one way", "another"]
    assert chat.leaf == 2


def test_nodes_in_a_ring_are_no_trap(tmp_path: Path) -> None:
    (export,) = chatgpt_export()
    ring = {
        "x": node("x", "y", ["y"], "user", "round"),
        "y": node("y", "x", ["x"], "user", "and round"),
    }
    mapping = export["mapping"]
    assert isinstance(mapping, dict)
    (chat,) = read_chats(written(tmp_path, {**export, "mapping": {**mapping, **ring}}))
    assert len(chat.messages) == 4


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, chatgpt_export())
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", b" " * 5_000_000)
    for each in (file, tmp_path / "bomb.zip"):
        with pytest.raises(AppError) as raised:
            read_chats(each, most_bytes=1000)
        assert raised.value.code is ErrorCode.IMPORT_TOO_LARGE


def test_a_file_that_is_not_there_or_a_folder_is_said_to_be(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.json", ErrorCode.FILE_MISSING),
        (tmp_path, ErrorCode.FILE_UNREADABLE),
    ):
        with pytest.raises(AppError) as raised:
            read_chats(path)
        assert raised.value.code is code


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["mapping", "messages", "message", "author", "role", "content", "parts", "parent", "a",
             "children", "versions", "steps", "create_time", "current_node", "title", "createdAt"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(_JSON)
def test_whatever_a_file_says_it_becomes_chats_or_is_refused(exported: object) -> None:
    try:
        read = conversations(json.dumps(exported).encode())
    except (ValueError, OverflowError):
        return
    except Exception as error:
        assert type(error).__module__.startswith("msgspec")  # noqa: PT017 - any of its errors
        return
    history = History.in_memory()
    assert len(history.take_in(read)) == len(read)
    history.close()


def our_export(**message: object) -> bytes:
    """One chat of one reply, with these fields of it replaced."""
    now = "2026-01-01T00:00:00Z"
    said = {"parent": None, "role": "assistant", "content": "Hello", "created": now} | message
    chat = {"title": "", "created": said["created"], "changed": now, "messages": [said]}
    export = {"format": "paceline-chats", "version": 1, "exported": now, "conversations": [chat]}
    return json.dumps(export).encode()


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_times_at_the_ends_of_the_calendar_spoil_no_list(time: str) -> None:
    history = History.in_memory()
    (chat,) = history.take_in(conversations(our_export(created=time)))
    for zone in (timedelta(hours=14), timedelta(hours=-14)):
        (message,) = history.path(chat)
        assert message.created.astimezone(timezone(zone)).year in {1969, 1970, 9892}
    assert [each.id for each in history.conversations()] == [chat]
    history.close()


def test_a_number_that_no_file_can_hold_is_refused_and_not_met_later(tmp_path: Path) -> None:
    file = tmp_path / "chats.json"
    counted = msgspec.to_builtins(make_round(plain("Hello"))) | {"threads": 10**30}
    file.write_bytes(our_export(rounds=[counted]))
    with pytest.raises(AppError) as raised:
        read_chats(file)
    assert raised.value.code is ErrorCode.IMPORT_FOREIGN
