"""Up and Down among one's own messages."""

from paceline.ui.composing.recall import Recall


def test_up_goes_back_and_down_returns_to_an_empty_box() -> None:
    recall = Recall()
    recall.set_messages(["first", "second"])
    assert recall.older("") == "second"
    assert recall.older("second") == "first"
    assert recall.older("first") is None
    assert recall.newer("first") == "second"
    assert recall.newer("second") == ""
    assert recall.newer("") is None


def test_what_was_begun_is_never_replaced() -> None:
    recall = Recall()
    recall.set_messages(["first", "second"])
    assert recall.older("my own") is None
    assert recall.older("") == "second"
    assert recall.older("second, changed") is None
    assert recall.newer("second, changed") is None


def test_without_messages_nothing_happens() -> None:
    assert Recall().older("") is None
    assert Recall().newer("") is None
