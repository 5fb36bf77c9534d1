"""From the body of a request to what the engine is asked for."""

from dataclasses import dataclass

import msgspec

from paceline.options import Overflow, Sampling, Speculation
from paceline.protocol.messages import Generate
from paceline.server.forms import ChatForm, TextForm
from paceline.server.questions import Question, read_chat, read_completion
from paceline.server.refusals import Refusal
from paceline.server.writing import Asked


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a request leaves it open; `names` are those of the model, the first ours."""

    names: tuple[str, ...]
    sampling: Sampling
    speculation: Speculation
    max_tokens: int | None = None

    def read_chat(self, body: bytes) -> Asked:
        """Read the body of a chat; raises `Refusal`."""
        question = read_chat(body)
        generate = msgspec.structs.replace(
            self._generate(question), messages=question.conversation()
        )
        form = ChatForm(logprobs=bool(question.logprobs))
        return Asked(question, generate, form, "messages", self._name(question))

    def read_completion(self, body: bytes) -> Asked:
        """Read the body of a completion; raises `Refusal`."""
        question = read_completion(body)
        generate = msgspec.structs.replace(self._generate(question), prompt=question.text)
        form = TextForm(logprobs=question.logprobs is not None)
        return Asked(question, generate, form, "prompt", self._name(question))

    def no_model(self, name: str) -> Refusal:
        """Return what is said where somebody asks for another model."""
        return Refusal(
            404,
            "model_not_found",
            f"There is no model {name[:200]!r} here. Ask for {self.names[0]!r}, or leave the model "
            "out.",
            param="model",
        )

    def _name(self, question: Question) -> str:
        return question.model or self.names[0]

    def _generate(self, question: Question) -> Generate:
        if self._name(question) not in self.names:
            raise self.no_model(self._name(question))
        return Generate(
            request_id=0,
            messages=(),
            sampling=question.sampling(self.sampling),
            speculation=self.speculation,
            max_tokens=question.longest or self.max_tokens,
            overflow=Overflow.STOP,
        )
