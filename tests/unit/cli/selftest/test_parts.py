"""The checks that need no process of their own, on this installation."""

from paceline.cli.selftest.headers import read_generated
from paceline.cli.selftest.storing import store
from paceline.engine.llama.native import processor_features


def test_a_generated_header_is_read_as_it_was_written() -> None:
    assert "21 tensors" in read_generated()


def test_a_chat_is_stored_and_found() -> None:
    assert store() == "written, sound and found"


def test_the_library_names_features_of_the_processor() -> None:
    features = processor_features()
    assert features
    assert all(name == name.strip() and "=" not in name for name in features)
