from fakes.scripted_model import ScriptedContext, language
from paceline.engine.rewind_check import rewinds_faithfully


class Untrue(ScriptedContext):
    """Says that it went back, but goes on from another state."""

    def rewind(self, length: int) -> None:
        super().rewind(length)
        if length:
            self._speech = language(2)


class Unable(ScriptedContext):
    """Can only be emptied."""

    def rewind(self, length: int) -> None:
        super().rewind(min(0, length))


def test_a_context_that_goes_back_passes_and_is_left_empty() -> None:
    context = ScriptedContext(language(1))
    context.decode([3, 4, 5], outputs=0)
    assert rewinds_faithfully(context)
    assert list(context.tokens) == []


def test_one_that_cannot_or_only_seems_to_is_found_out_and_left_empty() -> None:
    for context in (Untrue(language(1)), Unable(language(1))):
        assert not rewinds_faithfully(context)
        assert list(context.tokens) == []
