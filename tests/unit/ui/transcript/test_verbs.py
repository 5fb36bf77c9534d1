"""What can be done with a message, and when."""

import msgspec
import pytest

from paceline.history.records import MessageState
from paceline.ui.transcript.verbs import Verb, hint, label, needs_continue, verbs_for
from ui.messages import question, reply, text_of, writing
from ui.replies import long_reply

ENDED = reply(text_of(long_reply()), long_reply())


def test_a_question_can_be_copied_and_changed() -> None:
    verbs = verbs_for(question("Q"), last=False, busy=False)
    assert verbs[:2] == (Verb.COPY, Verb.EDIT)
    assert Verb.REGENERATE not in verbs


def test_a_question_that_nobody_answered_can_be_answered() -> None:
    assert Verb.REGENERATE in verbs_for(question("Q"), last=True, busy=False)


def test_only_the_last_reply_can_go_on() -> None:
    assert Verb.CONTINUE in verbs_for(ENDED, last=True, busy=False)
    assert Verb.CONTINUE not in verbs_for(ENDED, last=False, busy=False)


def test_while_a_reply_is_written_messages_can_only_be_looked_at() -> None:
    for message in (ENDED, writing()):
        assert verbs_for(message, last=True, busy=True) == (Verb.COPY, Verb.RAW, Verb.INSPECT)
    assert verbs_for(question("Q"), last=True, busy=True) == (Verb.COPY,)


def test_parity_needs_the_figures_of_a_reply() -> None:
    assert Verb.PARITY in verbs_for(ENDED, last=False, busy=False)
    lost = msgspec.structs.replace(ENDED, summary=None)
    assert Verb.PARITY not in verbs_for(lost, last=False, busy=False)


@pytest.mark.parametrize("state", MessageState)
def test_continue_is_at_hand_where_a_reply_ended_before_its_end(state: MessageState) -> None:
    unfinished = state in (MessageState.STOPPED, MessageState.INTERRUPTED)
    assert needs_continue(msgspec.structs.replace(ENDED, state=state)) is unfinished
    assert not needs_continue(msgspec.structs.replace(question("Q"), state=state))


def test_every_verb_has_its_own_label_and_explains_itself() -> None:
    assert len({label(verb) for verb in Verb}) == len({hint(verb) for verb in Verb}) == len(Verb)
    assert label(Verb.RAW, raw=True) != label(Verb.RAW)
    assert hint(Verb.RAW, raw=True) != hint(Verb.RAW)
