"""What typing does to a conversation."""

import pytest

from paceline.chat import ChatMessage, Role
from paceline.cli.chat_commands import HELP, Conversation
from paceline.errors import AppError, ErrorCode
from paceline.options import Overflow, Sampling


def spoken() -> Conversation:
    """A conversation of two turns."""
    one = Conversation(Sampling(), messages=[ChatMessage(Role.SYSTEM, "be")])
    for question, reply in (("a", "b"), ("c", "d")):
        assert one.enter(question) is None
        one.answer(reply)
    return one


def texts(one: Conversation) -> list[str]:
    return [message.content for message in one.messages]


def test_messages_and_replies_take_turns() -> None:
    assert texts(spoken()) == ["be", "a", "b", "c", "d"]


def test_two_slashes_are_a_message_with_one() -> None:
    one = Conversation(Sampling())
    assert one.enter("//etc is a folder") is None
    assert texts(one) == ["/etc is a folder"]


def test_a_reply_that_goes_on_stays_one_message() -> None:
    one = spoken()
    assert one.enter("/continue") is None
    one.answer("e")
    assert texts(one) == ["be", "a", "b", "c", "de"]


def test_regenerating_asks_the_last_question_again() -> None:
    one = spoken()
    assert one.enter("/regenerate") is None
    assert texts(one) == ["be", "a", "b", "c"]


@pytest.mark.parametrize(("number", "left"), [(1, ["be", "x y"]), (2, ["be", "a", "b", "x y"])])
def test_an_edit_drops_what_followed(number: int, left: list[str]) -> None:
    one = spoken()
    assert one.enter(f"/edit {number} x y") is None
    assert texts(one) == left


def test_the_system_prompt_changes_and_goes() -> None:
    one = spoken()
    assert one.enter("/system do") is not None
    assert texts(one) == ["do", "a", "b", "c", "d"]
    assert one.enter("/system") is not None
    assert texts(one) == ["a", "b", "c", "d"]


def test_settings_change_in_the_middle() -> None:
    one = spoken()
    for line in ("temperature 0.5", "top-k 7", "presence_penalty -1", "seed 3", "overflow middle"):
        assert one.enter(f"/set {line}") is not None
    assert one.sampling == Sampling(temperature=0.5, top_k=7, presence_penalty=-1, seed=3)
    assert one.overflow is Overflow.MIDDLE
    one.enter("/set seed none")
    assert one.sampling.seed is None


def test_stop_strings_add_up_until_they_are_cleared() -> None:
    one = spoken()
    one.enter("/stop ab")
    one.enter("/stop c d")
    assert one.sampling.stop == ("ab", "c d")
    one.enter("/stop")
    assert not one.sampling.stop


def test_help_and_settings_are_shown() -> None:
    one = spoken()
    assert one.enter("/help") == HELP
    assert "temperature 0.8" in (one.enter("/show") or "").splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "/nonsense",
        "/edit 3 x",
        "/edit 0 x",
        "/edit one x",
        "/edit 1",
        "/set",
        "/set warmth 1",
        "/set stop x",
        "/set temperature hot",
        "/set temperature 6",
        "/set overflow sideways",
    ],
)
def test_what_makes_no_sense_changes_nothing(line: str) -> None:
    one = spoken()
    with pytest.raises(AppError) as caught:
        one.enter(line)
    assert caught.value.code == ErrorCode.CHAT_COMMAND_INVALID
    assert one == spoken()


@pytest.mark.parametrize("line", ["/continue", "/regenerate"])
def test_without_a_reply_none_can_go_on_or_be_written_anew(line: str) -> None:
    with pytest.raises(AppError):
        Conversation(Sampling()).enter(line)
