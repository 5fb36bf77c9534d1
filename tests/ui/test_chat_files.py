"""Chats leave the window as files, and come in from files."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from paceline.chat import Role
from paceline.errors import AppError, ErrorCode
from paceline.history.archive import ArchivedConversation, ArchivedMessage
from paceline.history.export.formats import ExportFormat, write
from paceline.history.records import ConversationId
from paceline.loading import PairChoice, PairKind
from paceline.ui.chat_files import file_name, target_of
from paceline.ui.chat_session import ChatSession
from paceline.ui.notices.toasts import Toast
from paceline.ui.sidebar.row_list import RowList
from ui.conftest import Stage
from ui.replies import make_round, plain


def answer(monkeypatch: pytest.MonkeyPatch, dialog: str, path: Path | str, kind: str = "") -> None:
    monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(path), kind))


def trigger(stage: Stage, name: str) -> None:
    (action,) = (one for one in stage.window.actions() if one.objectName() == name)
    assert action.isEnabled()
    action.trigger()


def texts(stage: Stage) -> list[str]:
    (session,) = stage.window.findChildren(ChatSession)
    return [entry.content for entry in session.entries]


def test_a_chat_that_was_exported_can_be_imported(
    chat: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    answer(monkeypatch, "getSaveFileName", tmp_path / "mine.json")
    trigger(chat, "export_chat")
    chat.qtbot.waitUntil((tmp_path / "mine.json").exists)
    chat.ctrl("N")
    assert texts(chat) == []
    answer(monkeypatch, "getOpenFileName", tmp_path / "mine.json")
    trigger(chat, "import_chats")
    chat.qtbot.waitUntil(lambda: texts(chat) == ["Hello", "Hi"])
    assert len(chat.history.conversations()) == 2


def test_all_chats_go_into_one_file_of_the_kind_that_was_chosen(
    chat: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in ("One", "Two"):
        chat.ctrl("N")
        chat.reply(question, make_round(plain("Hi")))
    answer(monkeypatch, "getSaveFileName", tmp_path / "all v1.2", "Markdown (*.md)")
    trigger(chat, "export_chats")
    chat.qtbot.waitUntil((tmp_path / "all v1.2.md").exists)
    said = (tmp_path / "all v1.2.md").read_text("utf-8")
    assert "One" in said
    assert "Two" in said


def test_all_chats_of_a_file_come_into_the_list(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    said = ArchivedMessage(None, Role.USER, "Hello", moment)
    names = {"One", "Two", "Three"}
    chats = [ArchivedConversation(name, moment, moment, (said,)) for name in names]
    write(chats, ExportFormat.JSON, tmp_path / "three.json")
    answer(monkeypatch, "getOpenFileName", tmp_path / "three.json")
    trigger(stage, "import_chats")
    stage.qtbot.waitUntil(lambda: texts(stage) == ["Hello"])
    listed = stage.named(RowList, "Chats").model()
    assert names <= {listed.index(row, 0).data() for row in range(listed.rowCount())}


def test_a_disk_that_fills_up_meanwhile_keeps_the_chats_that_it_took(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    said = ArchivedMessage(None, Role.USER, "Hello", moment)
    chats = [ArchivedConversation(name, moment, moment, (said,)) for name in ("One", "Two")]
    write(chats, ExportFormat.JSON, tmp_path / "two.json")
    take_in, room = stage.history.take_in, [True]

    def take_in_while_there_is_room(
        conversations: Iterable[ArchivedConversation],
    ) -> tuple[ConversationId, ...]:
        if not room:
            raise AppError(ErrorCode.DISK_FULL, "no space left")
        room.clear()
        return take_in(conversations)

    monkeypatch.setattr(stage.history, "take_in", take_in_while_there_is_room)
    answer(monkeypatch, "getOpenFileName", tmp_path / "two.json")
    trigger(stage, "import_chats")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    assert "no space left" in stage.banner.text
    assert [one.title for one in stage.history.conversations()] == ["One"]
    assert texts(stage) == ["Hello"]


def test_a_file_without_chats_is_refused_with_a_sentence(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "recipe.json").write_text('{"eggs": 2}')
    answer(monkeypatch, "getOpenFileName", tmp_path / "recipe.json")
    trigger(stage, "import_chats")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    assert "recipe.json" in stage.banner.text
    assert not [toast for toast in stage.window.findChildren(Toast) if toast.isVisible()]


def test_a_disk_that_refuses_an_export_is_said(
    chat: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    (tmp_path / "file").write_text("")
    answer(monkeypatch, "getSaveFileName", tmp_path / "file" / "mine.html")
    trigger(chat, "export_chat")
    chat.qtbot.waitUntil(chat.banner.isVisible)
    assert "could not be written" in chat.banner.text


def test_who_changes_their_mind_changes_nothing(
    chat: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    answer(monkeypatch, "getSaveFileName", "")
    answer(monkeypatch, "getOpenFileName", "")
    trigger(chat, "export_chat")
    trigger(chat, "import_chats")
    assert len(chat.history.conversations()) == 1


def test_there_is_nothing_to_export_of_a_new_chat(stage: Stage) -> None:
    (action,) = (one for one in stage.window.actions() if one.objectName() == "export_chat")
    assert not action.isEnabled()
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("Hello", make_round(plain("Hi")))
    assert action.isEnabled()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What is 1/2?", "What is 1 2"),
        ("a\nb", "a b"),
        ("...", "Chat"),
        ("x" * 90, "x" * 60),
        ("Ünïcode 树", "Ünïcode 树"),
    ],
)
def test_a_title_becomes_a_name_for_every_file_system(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize(
    ("given", "saved", "format_"),
    [
        ("a.json", "a.json", ExportFormat.JSON),
        ("a.MD", "a.MD", ExportFormat.MARKDOWN),
        ("a v1.2", "a v1.2.html", ExportFormat.HTML),
        ("a", "a.html", ExportFormat.HTML),
    ],
)
def test_the_end_of_the_name_decides_on_the_format(
    given: str, saved: str, format_: ExportFormat
) -> None:
    assert target_of(Path(given), ExportFormat.HTML) == (Path(saved), format_)
