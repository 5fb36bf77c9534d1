"""Whatever a person does to a conversation, no message is lost and the view is a path."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from paceline.chat import Role
from paceline.history.records import ChatSetup, MessageId, MessageState
from paceline.history.store import History
from ui.replies import make_round, plain


@dataclass
class Said:
    """What the history must remember of a message."""

    parent: MessageId | None
    content: str
    writing: bool = False
    pieces: list[str] = field(default_factory=list)


class Conversation(RuleBasedStateMachine):
    """One chat in which everything is done that the window can do, beside a simple model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History.in_memory()
        self.said: dict[MessageId, Said] = {}
        self.shown: MessageId | None = None

    @initialize()
    def begin(self) -> None:
        self.chat = self.history.create(ChatSetup()).id
        self.other = self.history.create(ChatSetup()).id
        self.history.add_message(self.other, None, Role.USER, "untouched")

    def any_message(self, data: st.DataObject) -> MessageId:
        return data.draw(st.sampled_from(sorted(self.said)))

    def a_parent(self, data: st.DataObject) -> MessageId | None:
        return data.draw(st.sampled_from([None, *sorted(self.said)]))

    @rule(data=st.data(), text=st.text(max_size=10))
    def add(self, data: st.DataObject, text: str) -> None:
        parent = self.a_parent(data)
        added = self.history.add_message(self.chat, parent, Role.USER, text).id
        self.said[added] = Said(parent, text)
        self.shown = added

    @rule(data=st.data())
    def begin_reply(self, data: st.DataObject) -> None:
        parent = self.a_parent(data)
        added = self.history.begin_reply(self.chat, parent, "pair").id
        self.said[added] = Said(parent, "", writing=True)
        self.shown = added

    @precondition(lambda self: any(each.writing for each in self.said.values()))
    @rule(data=st.data(), text=st.text(min_size=1, max_size=5))
    def write(self, data: st.DataObject, text: str) -> None:
        writing = [id_ for id_, each in self.said.items() if each.writing]
        reply = data.draw(st.sampled_from(writing))
        self.history.append_rounds(reply, [make_round(plain(text))])
        self.said[reply].content += text
        self.said[reply].pieces.append(text)

    @precondition(lambda self: any(each.writing for each in self.said.values()))
    @rule(data=st.data(), state=st.sampled_from([MessageState.COMPLETE, MessageState.STOPPED]))
    def finish(self, data: st.DataObject, state: MessageState) -> None:
        writing = [id_ for id_, each in self.said.items() if each.writing]
        reply = data.draw(st.sampled_from(writing))
        assert self.history.finish_reply(reply, state).content == self.said[reply].content
        self.said[reply].writing = False

    @precondition(lambda self: any(each.pieces and not each.writing for each in self.said.values()))
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        ended = [id_ for id_, each in self.said.items() if each.pieces and not each.writing]
        reply = data.draw(st.sampled_from(ended))
        self.history.resume_reply(reply)
        self.said[reply].writing = True

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def show(self, data: st.DataObject) -> None:
        chosen = self.any_message(data)
        self.history.show_message(chosen)
        below = {chosen}
        for id_, each in sorted(self.said.items()):
            if each.parent in below:
                below.add(id_)
        self.shown = max(below)

    @rule()
    def delete_and_restore(self) -> None:
        self.history.delete(self.chat)
        assert self.chat not in {each.id for each in self.history.conversations()}
        self.history.restore(self.chat)

    @rule()
    def move_to_another_history(self) -> None:
        other = History.in_memory()
        (taken,) = other.take_in([self.history.give_out(self.chat)])
        assert [each.content for each in other.messages(taken)] == [
            each.content for _, each in sorted(self.said.items())
        ]
        assert [each.content for each in other.path(taken)] == [
            each.content for each in self.history.path(self.chat)
        ]
        other.close()

    @invariant()
    def nothing_is_lost(self) -> None:
        if not hasattr(self, "chat"):
            return
        kept = {each.id: (each.parent, each.content) for each in self.history.messages(self.chat)}
        assert kept == {id_: (each.parent, each.content) for id_, each in self.said.items()}
        assert self.history.conversation(self.chat).messages == len(self.said)
        assert [each.content for each in self.history.path(self.other)] == ["untouched"]
        for id_, each in self.said.items():
            tokens = [t.text for r in self.history.rounds(id_) for t in r.tokens]
            assert tokens == each.pieces

    @invariant()
    def the_view_is_the_path_to_what_is_shown(self) -> None:
        if not hasattr(self, "chat"):
            return
        expected = []
        place = self.shown
        while place is not None:
            expected.append(place)
            place = self.said[place].parent
        path = self.history.path(self.chat)
        assert [each.id for each in path] == expected[::-1]
        for message in path:
            beside = [id_ for id_, s in sorted(self.said.items()) if s.parent == message.parent]
            assert (message.branch, message.branches) == (beside.index(message.id), len(beside))
            assert self.history.siblings(message.id) == tuple(beside)

    def teardown(self) -> None:
        self.history.close()


Conversation.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestConversation = Conversation.TestCase
