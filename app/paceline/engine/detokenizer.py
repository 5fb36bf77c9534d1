"""Token bytes to text, one token at a time."""

import codecs
from collections.abc import Callable


class Detokenizer:
    """Decodes UTF-8 incrementally: a character split over tokens is written by the last of them.

    Bytes that are no UTF-8 become the replacement character; those of a character that the end of
    the reply cut off are left out.
    """

    def __init__(self, piece: Callable[[int], bytes]) -> None:
        self._piece = piece
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, token: int) -> str:
        """Return the text that this token completes, empty while a character is split."""
        return self._decoder.decode(self._piece(token))

    def alone(self, token: int) -> str:
        """Return the text of a token on its own, as for a guess that was never said."""
        return self._piece(token).decode("utf-8", "replace")
