"""What can be done with a message, and when. Knows no widgets."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from paceline.chat import Role
from paceline.history.records import Message, MessageState

translate = QCoreApplication.translate


class Verb(StrEnum):
    """One thing to do, in the order in which they are offered."""

    COPY = "copy"
    EDIT = "edit"
    REGENERATE = "regenerate"
    CONTINUE = "continue"
    RAW = "raw"
    INSPECT = "inspect"
    PARITY = "parity"
    SEVERAL = "several"
    CONTEST = "contest"


def verbs_for(message: Message, *, last: bool, busy: bool) -> tuple[Verb, ...]:
    """Return what makes sense with a message now.

    `last` says that nothing comes after it, `busy` that a reply is being written.
    """
    if message.role is not Role.ASSISTANT:
        offered = [Verb.COPY]
        if not busy:
            offered.append(Verb.EDIT)
            if last:
                offered.append(Verb.REGENERATE)
            if message.role is Role.USER:
                offered += [Verb.SEVERAL, Verb.CONTEST]
        return tuple(offered)
    offered = [Verb.COPY]
    if not busy:
        offered.append(Verb.REGENERATE)
        if last:
            offered.append(Verb.CONTINUE)
    offered += [Verb.RAW, Verb.INSPECT]
    if not busy and message.summary is not None:
        offered.append(Verb.PARITY)
    return tuple(offered)


def needs_continue(message: Message) -> bool:
    """Whether a reply ended before its end, so that Continue should be at hand."""
    unfinished = (MessageState.STOPPED, MessageState.INTERRUPTED)
    return message.role is Role.ASSISTANT and message.state in unfinished


def label(verb: Verb, *, raw: bool = False) -> str:
    """Return what the button says; `raw` is whether the message shows its source now."""
    if verb is Verb.RAW and raw:
        return translate("MessageVerbs", "Formatted")
    labels = {
        Verb.COPY: translate("MessageVerbs", "Copy"),
        Verb.EDIT: translate("MessageVerbs", "Edit"),
        Verb.REGENERATE: translate("MessageVerbs", "Regenerate"),
        Verb.CONTINUE: translate("MessageVerbs", "Continue"),
        Verb.RAW: translate("MessageVerbs", "Raw"),
        Verb.INSPECT: translate("MessageVerbs", "Inspect"),
        Verb.PARITY: translate("MessageVerbs", "Check parity"),
        Verb.SEVERAL: translate("MessageVerbs", "Several answers"),
        Verb.CONTEST: translate("MessageVerbs", "Compare settings"),
    }
    return labels[verb]


def hint(verb: Verb, *, raw: bool = False) -> str:
    """Return what happens, in a sentence for tooltips and screen readers."""
    if verb is Verb.RAW and raw:
        return translate("MessageVerbs", "Formatted view of this message")
    hints = {
        Verb.COPY: translate("MessageVerbs", "Copy the whole message"),
        Verb.EDIT: translate("MessageVerbs", "Edit the message; the old one stays as a branch"),
        Verb.REGENERATE: translate(
            "MessageVerbs", "Regenerate the reply; the old one stays as a branch"
        ),
        Verb.CONTINUE: translate("MessageVerbs", "Continue the reply where it ended"),
        Verb.RAW: translate("MessageVerbs", "Raw view: the message as the model wrote it"),
        Verb.INSPECT: translate("MessageVerbs", "Inspect the tokens and passes of this reply"),
        Verb.PARITY: translate(
            "MessageVerbs", "Check parity: write the reply again without speculation and compare"
        ),
        Verb.SEVERAL: translate("MessageVerbs", "Write several answers at once and pick one"),
        Verb.CONTEST: translate("MessageVerbs", "Answer it with two settings and compare them"),
    }
    return hints[verb]
