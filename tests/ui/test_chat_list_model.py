"""The list of chats as views see it change: row by row, so that nothing loses its place."""

import random
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from paceline.history.records import Conversation
from paceline.ui.sidebar.chat_list_model import ChatListModel, ChatRole

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def chats(count: int) -> tuple[Conversation, ...]:
    """One for every eight hours, the newest first."""
    return tuple(
        Conversation(
            count - place,
            f"Chat {count - place}",
            False,
            False,
            NOW,
            NOW - timedelta(hours=8 * place),
            None,
            2,
        )
        for place in range(count)
    )


@pytest.fixture
def model(qtbot: QtBot) -> ChatListModel:  # noqa: ARG001 - brings the application
    model = ChatListModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def texts(model: ChatListModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_headings_and_chats_are_rows(model: ChatListModel) -> None:
    model.show(chats(4), NOW)
    assert texts(model) == ["Today", "Chat 4", "Chat 3", "Yesterday", "Chat 2", "Chat 1"]
    assert model.index(0).data(ChatRole.IS_HEADING)
    assert not model.index(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert model.index(1).flags() & Qt.ItemFlag.ItemIsEditable


def test_a_chat_that_changes_moves_up_and_stays_selected(model: ChatListModel) -> None:
    all_chats = chats(30)
    model.show(all_chats, NOW)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    oldest = QPersistentModelIndex(model.index_of(1))
    changed = msgspec.structs.replace(all_chats[-1], changed=NOW + timedelta(minutes=1))
    model.show((changed, *all_chats[:-1]), NOW)
    assert oldest.row() == 1
    assert oldest.data() == "Chat 1"
    assert resets == []


def test_every_change_leads_to_the_same_list_as_a_new_one(model: ChatListModel) -> None:
    chance = random.Random(7)
    shown = list(chats(60))
    model.show(tuple(shown), NOW)
    for step in range(200):
        place = chance.randrange(len(shown))
        match chance.randrange(5):
            case 0:
                shown[place] = msgspec.structs.replace(shown[place], title=f"Renamed {step}")
            case 1:
                shown[place] = msgspec.structs.replace(shown[place], pinned=not shown[place].pinned)
            case 2 if len(shown) > 30:
                del shown[place]
            case 3:
                new = msgspec.structs.replace(shown[place], id=1000 + step)
                shown.append(new)
            case _:
                moved = NOW - timedelta(hours=chance.randrange(2000))
                shown[place] = msgspec.structs.replace(shown[place], changed=moved)
        model.show(tuple(shown), NOW)
        fresh = ChatListModel()
        fresh.show(tuple(shown), NOW)
        assert texts(model) == texts(fresh)


def test_one_change_leads_to_the_same_list_as_all_chats_anew(model: ChatListModel) -> None:
    chance = random.Random(11)
    shown = {chat.id: chat for chat in chats(25)}
    model.show(tuple(shown.values()), NOW)
    for step in range(400):
        chat = shown[chance.choice(list(shown))]
        match chance.randrange(4):
            case 0:
                chat = msgspec.structs.replace(chat, title=f"Renamed {step}")
            case 1:
                chat = msgspec.structs.replace(chat, pinned=not chat.pinned)
            case 2 if len(shown) < 60:
                chat = msgspec.structs.replace(chat, id=1000 + step, title=f"New {step}")
            case _:
                moved = NOW - timedelta(hours=chance.randrange(3000))
                chat = msgspec.structs.replace(chat, changed=moved)
        shown[chat.id] = chat
        model.show_change(chat, NOW)
        fresh = ChatListModel()
        fresh.show(tuple(shown.values()), NOW)
        assert texts(model) == texts(fresh)


def test_a_first_chat_gets_its_heading(model: ChatListModel) -> None:
    (chat,) = chats(1)
    model.show_change(chat, NOW)
    assert texts(model) == ["Today", "Chat 1"]


def test_unpinning_among_thousands_moves_one_row(model: ChatListModel) -> None:
    all_chats = chats(3000)
    pinned = msgspec.structs.replace(all_chats[-1], pinned=True)
    model.show((*all_chats[:-1], pinned), NOW)
    moves: list[tuple[int, int]] = []
    model.rowsMoved.connect(lambda _p, old, _e, _d, new: moves.append((old, new)))
    model.show(all_chats, NOW)
    assert len(moves) <= 2
    assert texts(model)[-1] == "Chat 1"


def test_an_edited_title_is_asked_for_not_taken(model: ChatListModel, qtbot: QtBot) -> None:
    model.show(chats(3), NOW)
    index = model.index_of(2)
    with qtbot.waitSignal(model.renamed) as renamed:
        assert model.setData(index, "  A better \n name ")
    assert renamed.args == [2, "A better name"]
    assert index.data() == "Chat 2"


def test_an_empty_title_is_refused(model: ChatListModel) -> None:
    model.show(chats(3), NOW)
    assert not model.setData(model.index_of(2), "  ")
    assert not model.setData(model.index(0), "a heading")


def test_the_neighbour_is_below_or_else_above(model: ChatListModel) -> None:
    model.show(chats(3), NOW)
    names = [chat.id if (chat := model.neighbour_of(id_)) else None for id_ in (3, 2, 1, 9)]
    assert names == [2, 1, 2, None]
    model.show(chats(1), NOW)
    assert model.neighbour_of(1) is None


def test_a_screen_reader_hears_which_chat_is_open(model: ChatListModel) -> None:
    model.show(chats(3), NOW)
    model.show_open(2)
    heard = model.index_of(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Chat 2, open"
    model.show_open(None)
    assert model.index_of(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Chat 2"
    assert model.index_of(99) == QModelIndex()
