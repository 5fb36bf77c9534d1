"""Several answers become branches of a chat; the picked one comes into view. Knows no widgets."""

from collections.abc import Sequence

from paceline.history.records import Message, MessageId, MessageState
from paceline.history.store import History
from paceline.ui.comparing.question import Answer


def adopt(
    history: History, question: Message, speaker: str, answers: Sequence[Answer], picked: int
) -> MessageId:
    """Store all answers that say anything behind the question, and show the picked one.

    Returns its id. Raises `AppError` where the disk refuses; what was stored by then stays.
    """
    shown: MessageId | None = None
    for number, answer in enumerate(answers):
        if not answer.summary.text and number != picked:
            continue
        message = history.begin_reply(question.conversation, question.id, speaker)
        history.append_rounds(message.id, answer.rounds)
        state = MessageState.STOPPED if answer.cancelled else MessageState.COMPLETE
        history.finish_reply(message.id, state, answer.summary)
        if number == picked:
            shown = message.id
    if shown is None:
        raise IndexError(f"answer {picked} of {len(answers)}")
    history.show_message(shown)
    return shown
