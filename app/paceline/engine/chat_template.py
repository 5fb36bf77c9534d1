"""From a conversation to the prompt text that the model was trained on.

The template in the GGUF header decides. Without one, or with one that does not compile, the
ChatML form is used and said so: most small chat models understand it.
"""

from collections.abc import Sequence
from typing import Final

from paceline.chat import ChatMessage
from paceline.engine.llama.template import JinjaTemplate, TemplateRefusal
from paceline.errors import AppError, ErrorCode

_CHATML_END: Final = "<|im_end|>"
_CHATML: Final = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}"
    f"{_CHATML_END}\n"
    "{% endfor %}<|im_start|>assistant{{ '\n' }}"
)


class ChatTemplate:
    """Renders conversations.

    `note` says in a sentence when a fallback is in use. `stop` holds what ends a reply by itself,
    because a model may have no token of its own for what the fallback ends messages with.
    """

    def __init__(self, source: str | None, *, bos: str, eos: str) -> None:
        self.note: str | None = None
        self.stop: tuple[str, ...] = ()
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
            return self._template.render(messages)
        except TemplateRefusal as refusal:
            raise AppError(ErrorCode.PROMPT_UNRENDERABLE, str(refusal)) from refusal
