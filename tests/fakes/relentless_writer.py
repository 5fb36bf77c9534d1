"""A program that chats with nobody until it is killed, and says what it has stored.

    python relentless_writer.py <folder of the history>

One line on standard output per commit: `message <id> <its text's length>` or
`text <id> <length so far>`. What a line says is stored before it is printed.
"""

import random
import sys
from itertools import count
from pathlib import Path

from paceline.chat import Role
from paceline.history.records import ChatSetup, MessageState
from paceline.history.store import History
from ui.replies import drafted, make_round


def say(kind: str, message: int, length: int) -> None:
    """Tell what is stored."""
    print(kind, message, length, flush=True)


def main() -> None:
    """Write questions and replies, some of them stopped, one chat after the other."""
    history = History.open(Path(sys.argv[1]))
    draw = random.Random()
    for number in count():
        chat = history.create(ChatSetup()).id
        history.set_title(chat, f"Chat {number}")
        parent = None
        for turn in range(4):
            question = history.add_message(chat, parent, Role.USER, f"Question {turn} " * 30)
            say("message", question.id, len(question.content))
            reply = history.begin_reply(chat, question.id, "writer")
            written = 0
            for step in range(draw.randrange(1, 60)):
                rounds = [make_round(*(drafted(f" word{step}", slot) for slot in range(5)))] * 6
                history.append_rounds(reply.id, rounds)
                written += sum(len(token.text) for each in rounds for token in each.tokens)
                say("text", reply.id, written)
            ended = history.finish_reply(
                reply.id, draw.choice((MessageState.COMPLETE, MessageState.STOPPED))
            )
            say("message", ended.id, len(ended.content))
            parent = ended.id
        if number % 3 == 2:
            history.delete(chat)
            history.purge()


if __name__ == "__main__":
    main()
