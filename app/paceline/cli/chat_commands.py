"""What a person types in an interactive chat: a message, or a command that begins with "/".

A `Conversation` is changed by commands and holds what the next reply is written with; nothing here
prints or reads.
"""

from dataclasses import dataclass, field
from typing import Final

import msgspec

from paceline.chat import ChatMessage, Role
from paceline.errors import AppError, ErrorCode
from paceline.options import Overflow, Sampling

HELP: Final = """\
/continue           go on with the last reply
/regenerate         write the last reply anew
/edit N TEXT        put TEXT in place of your message number N and answer that
/system TEXT        change the system prompt; without TEXT there is none
/stop TEXT          end replies before TEXT too; without TEXT only where the model does
/set NAME VALUE     change a setting, as: /set temperature 0.7, /set overflow rolling
/show               show the settings
/help               show this
//TEXT              say TEXT with one "/" in front"""


@dataclass(slots=True)
class Conversation:
    """The messages so far and how the next reply is written."""

    sampling: Sampling
    overflow: Overflow = Overflow.STOP
    messages: list[ChatMessage] = field(default_factory=list)

    def enter(self, line: str) -> str | None:
        """Take in what was typed; None where a reply is due, else what the person is told.

        Raises `AppError(CHAT_COMMAND_INVALID)` where it makes no sense; nothing has changed then.
        """
        if not line.startswith("/") or line.startswith("//"):
            self.messages.append(ChatMessage(Role.USER, line.removeprefix("/")))
            return None
        command, _, rest = line[1:].partition(" ")
        if command in ("continue", "regenerate", "edit"):
            self._ask_again(command, rest)
            return None
        return self._change(command, rest)

    def answer(self, text: str) -> None:
        """Keep what was said; a reply that went on is one message."""
        if self.messages and self.messages[-1].role is Role.ASSISTANT:
            text = self.messages.pop().content + text
        self.messages.append(ChatMessage(Role.ASSISTANT, text))

    def _ask_again(self, command: str, rest: str) -> None:
        """Make the messages end with what the next reply answers, or with what it goes on with."""
        if command == "edit":
            self._edit(rest)
            return
        if not self.messages or self.messages[-1].role is not Role.ASSISTANT:
            raise _invalid("There is no reply yet.")
        if command == "regenerate":
            self.messages.pop()

    def _change(self, command: str, rest: str) -> str:
        """Change what later replies are written with, and tell the person."""
        match command:
            case "system":
                return self._set_system(rest)
            case "stop":
                return self._add_stop(rest)
            case "set":
                return self._set(*rest.partition(" ")[::2])
            case "show":
                return self._shown()
            case "help":
                return HELP
            case _:
                raise _invalid(f"There is no command \u201c/{command}\u201d.")

    def _edit(self, rest: str) -> None:
        number, _, text = rest.partition(" ")
        asked = [at for at, message in enumerate(self.messages) if message.role is Role.USER]
        if not number.isdecimal() or not 1 <= int(number) <= len(asked) or not text.strip():
            raise _invalid(f"\u201c/edit\u201d needs a number up to {len(asked)} and a text.")
        del self.messages[asked[int(number) - 1] :]
        self.messages.append(ChatMessage(Role.USER, text))

    def _set_system(self, text: str) -> str:
        rest = [message for message in self.messages if message.role is not Role.SYSTEM]
        before = [ChatMessage(Role.SYSTEM, text)] if text.strip() else []
        self.messages[:] = [*before, *rest]
        return "The system prompt was changed." if before else "There is no system prompt now."

    def _add_stop(self, text: str) -> str:
        stop = (*self.sampling.stop, text) if text else ()
        self.sampling = msgspec.structs.replace(self.sampling, stop=stop)
        return self._shown()

    def _set(self, name: str, value: str) -> str:
        """Change one setting; what it may be is checked by the settings themselves."""
        name = name.replace("-", "_")
        known = {**msgspec.to_builtins(self.sampling), "overflow": self.overflow}
        if name not in known or name == "stop":
            raise _invalid(f"There is no setting \u201c{name}\u201d.")
        try:
            if name == "overflow":
                self.overflow = msgspec.convert(value, Overflow)
            else:
                given = None if name == "seed" and value == "none" else value
                self.sampling = msgspec.convert(
                    msgspec.to_builtins(self.sampling) | {name: given}, Sampling, strict=False
                )
        except msgspec.ValidationError as error:
            raise _invalid(f"\u201c{value}\u201d cannot be the {name}: {error}.") from error
        return self._shown()

    def _shown(self) -> str:
        parts = {**msgspec.to_builtins(self.sampling), "overflow": str(self.overflow)}
        return "\n".join(f"{name} {value}" for name, value in parts.items())


def _invalid(detail: str) -> AppError:
    return AppError(ErrorCode.CHAT_COMMAND_INVALID, detail)
