"""From a conversation to the prompt text that the model was trained on.

The template in the GGUF header decides. Without one, or with one that does not compile, the
ChatML form is used and said so: most small chat models understand it.
"""

import re
from collections.abc import Sequence
from typing import Final

from paceline.chat import ChatMessage, Role
from paceline.engine.llama.template import JinjaTemplate, TemplateRefusal
from paceline.engine.reasoning import split
from paceline.errors import AppError, ErrorCode

_CHATML_END: Final = "<|im_end|>"
_CHATML: Final = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}"
    f"{_CHATML_END}\n"
    "{% endfor %}<|im_start|>assistant{{ '\n' }}"
)

_REASONING_FIELD: Final = re.compile(r"\b(?:reasoning_content|(?<=\.)thinking)\b")
"""What templates call the reasoning in a message, where they want it apart from the answer."""


class ChatTemplate:
    """Renders conversations.

    `note` says in a sentence when a fallback is in use. `stop` holds what ends a reply by itself,
    because a model may have no token of its own for what the fallback ends messages with.
    """

    def __init__(self, source: str | None, *, bos: str, eos: str) -> None:
        self.note: str | None = None
        self.stop: tuple[str, ...] = ()
        found = _REASONING_FIELD.search(source or "")
        self._reasoning_field = found.group() if found else None
        if source is None:
            self.note = (
                "This model file brings no chat template, so the ChatML form is used; "
                "replies may be worse than the model can do."
            )
        else:
            try:
                self._template = JinjaTemplate(source, bos=bos, eos=eos)
            except TemplateRefusal as refusal:
                self.note = (
                    f"This model's chat template cannot be read ({refusal}), so the ChatML form "
                    "is used; replies may be worse than the model can do."
                )
        if self.note:
            self.stop = (_CHATML_END,)
            self._template = JinjaTemplate(_CHATML, bos=bos, eos=eos)

    def render(self, messages: Sequence[ChatMessage]) -> str:
        """Return the prompt; raises `AppError(PROMPT_UNRENDERABLE)` with the template's reason."""
        try:
            return self._template.render([self._fields(message) for message in messages])
        except TemplateRefusal as refusal:
            raise AppError(ErrorCode.PROMPT_UNRENDERABLE, str(refusal)) from refusal

    def _fields(self, message: ChatMessage) -> dict[str, str]:
        """Return a message as the template knows it; most leave reasoning out of earlier turns.

        A template that has no place of its own for reasoning finds the tags in the content.
        """
        plain = {"role": str(message.role), "content": message.content}
        if self._reasoning_field is None or message.role is not Role.ASSISTANT:
            return plain
        reasoning, answer = split(message.content)
        return plain | {self._reasoning_field: reasoning, "content": answer} if reasoning else plain
