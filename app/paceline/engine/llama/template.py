"""llama-cpp-python's sandboxed Jinja, behind a typed edge."""

from collections.abc import Mapping, Sequence
from typing import cast

from jinja2.exceptions import TemplateError
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from llama_cpp.llama_types import ChatCompletionRequestMessage


class TemplateRefusal(Exception):  # noqa: N818 - the template's answer, not ours
    """The template is broken or raised an exception of its own for this conversation."""


class JinjaTemplate:
    """A chat template; raises `TemplateRefusal` when it cannot be compiled."""

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        try:
            self._formatter = Jinja2ChatFormatter(source, eos_token=eos, bos_token=bos)
        except TemplateError as error:
            raise TemplateRefusal(str(error)) from error

    def render(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return the prompt text, up to where the reply begins.

        Each message has a "role" and a "content", and whatever else the template knows.
        """
        plain = cast("list[ChatCompletionRequestMessage]", [dict(message) for message in messages])
        try:
            response = self._formatter(messages=plain)
        except Exception as error:  # a template is a stranger's program: it may raise anything
            raise TemplateRefusal(str(error)) from error
        return str(response.prompt)
