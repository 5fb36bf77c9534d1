"""The messages of the chat in view, and the rules of who may speak next. Knows no Qt."""

from paceline.chat import ChatMessage, Role


class Conversation:
    """Questions and answers in turn; a question without an answer is only ever the last one."""

    def __init__(self) -> None:
        self._messages: list[ChatMessage] = []

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """Everything said so far."""
        return tuple(self._messages)

    @property
    def awaits_answer(self) -> bool:
        """Whether the last word is the person's."""
        return bool(self._messages) and self._messages[-1].role is Role.USER

    @property
    def can_regenerate(self) -> bool:
        """Whether there is a question that could be answered again."""
        return any(message.role is Role.USER for message in self._messages)

    def ask(self, text: str) -> None:
        """Add the person's message."""
        self._messages.append(ChatMessage(Role.USER, text))

    def withdraw(self) -> str:
        """Take the unanswered question back and return it."""
        return self._messages.pop().content if self.awaits_answer else ""

    def answer(self, text: str) -> None:
        """Add the reply, or put it in the place of the one that it was to replace."""
        if not self.awaits_answer:
            self._messages.pop()
        self._messages.append(ChatMessage(Role.ASSISTANT, text))

    def open_question(self) -> tuple[ChatMessage, ...]:
        """Everything up to the last question: what the next reply answers."""
        end = len(self._messages) if self.awaits_answer else len(self._messages) - 1
        return tuple(self._messages[:end])
