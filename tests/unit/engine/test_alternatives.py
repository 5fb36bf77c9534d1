"""Several replies at once: each is the one that its seed gives alone, and ends by itself."""

import pytest

from fakes.scripted_chat import ENDLESS, GREEDY, HELLO, OFF, Chat, assistant, user
from fakes.scripted_model import ScriptedBranches, language
from fakes.scripted_pair import ScriptedPair, talk
from paceline.chat import ChatMessage
from paceline.engine.alternatives import Alternatives
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import Sampling
from paceline.provenance import Origin, ReplySummary, StopReason, Token

SEEDED = Sampling(temperature=1.0, seed=7)
BROKEN = AppError(ErrorCode.DECODE_FAILED, "llama.cpp answered -3")


class Table:
    """Asks a session for several replies and keeps what each of them said."""

    def __init__(self, pair: ScriptedPair | None = None) -> None:
        self.pair = pair or ScriptedPair()
        self.chat = Chat(self.pair)
        self.heard: dict[int, list[Token]] = {}

    def ask(
        self,
        messages: tuple[ChatMessage, ...] = HELLO,
        *,
        sampling: Sampling = SEEDED,
        count: int = 3,
        max_tokens: int = 30,
        passes: int | None = None,
    ) -> tuple[ReplySummary, ...]:
        """Write the replies, or only their first passes."""
        running = self.begin(messages, sampling=sampling, count=count, max_tokens=max_tokens)
        self.hear(running, passes)
        return running.summaries

    def begin(
        self,
        messages: tuple[ChatMessage, ...] = HELLO,
        *,
        sampling: Sampling = SEEDED,
        count: int = 3,
        max_tokens: int = 30,
    ) -> Alternatives:
        return self.chat.session.alternatives(messages, sampling, count, max_tokens=max_tokens)

    def hear(self, running: Alternatives, passes: int | None = None) -> None:
        self.heard = {}
        for number, said in enumerate(running, 1):
            for branch, round_ in said:
                self.heard.setdefault(branch, []).extend(round_.tokens)
            if number == passes:
                break

    @property
    def branches(self) -> ScriptedBranches:
        assert self.pair.branches is not None
        return self.pair.branches


def test_each_reply_is_the_one_that_its_seed_gives_alone() -> None:
    table = Table()
    replies = table.ask(count=4)
    assert [reply.seed for reply in replies] == [7, 8, 9, 10]
    for number, reply in enumerate(replies):
        alone = Chat(ScriptedPair())
        summary = alone.say(
            HELLO, sampling=Sampling(temperature=1.0, seed=reply.seed), speculation=OFF
        )
        assert [token.id for token in table.heard[number]] == alone.ids
        assert reply.text == summary.text
        assert reply.stop_reason == summary.stop_reason
        assert reply.tokens == summary.tokens
    assert len({reply.text for reply in replies}) == 4


def test_seeds_begin_anew_behind_the_last_one() -> None:
    last = 2**32 - 2
    replies = Table().ask(sampling=Sampling(seed=last), count=2, max_tokens=1)
    assert [reply.seed for reply in replies] == [last, 0]


def test_without_a_seed_fresh_ones_are_drawn() -> None:
    one, other = (Table().ask(sampling=Sampling(), max_tokens=1) for _ in range(2))
    assert one[0].seed != other[0].seed


def test_every_token_is_the_targets_own() -> None:
    table = Table()
    table.ask()
    said = [token for tokens in table.heard.values() for token in tokens]
    assert said
    assert {token.origin for token in said} == {Origin.PLAIN}
    assert all(token.target_p is not None and 0 < token.target_p <= 1 for token in said)


def test_a_pass_holds_one_token_of_every_reply_that_has_not_ended() -> None:
    table = Table(ScriptedPair(speech=talk(language(1), end=2)))
    replies = table.ask(count=5, max_tokens=40)
    lengths = [reply.tokens for reply in replies]
    assert len(set(lengths)) > 1, "they end at different places"
    # The first token of all comes from the pass that read the prompt's end.
    expected = [sum(length > said for length in lengths) for said in range(1, max(lengths))]
    assert table.branches.widths == expected
    assert table.branches.living == set()


def test_the_budget_ends_a_reply() -> None:
    replies = Table(ScriptedPair(speech=ENDLESS)).ask(max_tokens=9)
    assert {(reply.tokens, reply.stop_reason) for reply in replies} == {(9, StopReason.LENGTH)}


def test_the_context_ends_a_reply() -> None:
    pair = ScriptedPair(speech=ENDLESS, capacity=64)
    replies = Table(pair).ask(max_tokens=1000)
    assert {reply.stop_reason for reply in replies} == {StopReason.CONTEXT}
    assert {reply.prompt_tokens + reply.tokens for reply in replies} == {64}


def test_a_stop_string_ends_its_own_reply_alone() -> None:
    table = Table(ScriptedPair(speech=ENDLESS))
    whole = [reply.text for reply in table.ask(count=4)]
    stop = whole[0][5]
    replies = table.ask(sampling=Sampling(temperature=1.0, seed=7, stop=(stop,)), count=4)
    for text, reply in zip(whole, replies, strict=True):
        assert reply.text == text.partition(stop)[0]
        assert (reply.stop_reason == StopReason.STOP) == (stop in text)
    for number, reply in enumerate(replies):
        assert "".join(token.text for token in table.heard.get(number, [])) == reply.text


def test_greedy_replies_are_all_the_same() -> None:
    texts = {reply.text for reply in Table().ask(sampling=GREEDY)}
    assert len(texts) == 1


def test_the_prompt_is_read_once_and_stays_in_the_cache() -> None:
    table = Table()
    table.chat.say(HELLO)
    table.pair.read()
    replies = table.ask((*HELLO, assistant("ab"), user("cd")))
    assert table.pair.context.decoded
    assert replies[0].prefill_tokens - 1 == len(table.pair.context.decoded)
    assert [reply.prefill_tokens for reply in replies[1:]] == [0, 0]
    table.pair.read()
    again = table.ask((*HELLO, assistant("ab"), user("cd")))
    assert table.pair.context.decoded == []
    assert [one.text for one in again] == [one.text for one in replies]


def test_the_next_turn_reads_only_the_picked_reply_and_the_question() -> None:
    table = Table(ScriptedPair(speech=talk(language(1), end=2)))
    replies = table.ask(count=3)
    said = [token.id for token in table.heard[1]]
    held = list(table.pair.context.tokens)
    table.pair.read()
    table.chat.say((*HELLO, assistant(replies[1].text), user("cd")), max_tokens=1)
    # One token of the prompt is always left to the first pass.
    read = table.pair.context.decoded
    assert list(table.pair.context.tokens)[: len(held)] == held
    written = [token for token in said if table.pair.model.piece(token)]
    assert read[1 : 1 + len(written)] == written


def test_what_is_held_back_comes_with_the_end() -> None:
    """An end in the middle of what might become a stop string gives the text out all the same."""
    table = Table(ScriptedPair(speech=ENDLESS))
    whole = table.ask(max_tokens=6)[0].text
    replies = table.ask(
        sampling=Sampling(temperature=1.0, seed=7, stop=(f"{whole[-2:]} never",)), max_tokens=6
    )
    assert replies[0].text == whole
    assert replies[0].stop_reason == StopReason.LENGTH


def test_ceasing_to_listen_cancels_and_frees() -> None:
    table = Table(ScriptedPair(speech=ENDLESS))
    replies = table.ask(passes=4)
    assert {(reply.tokens, reply.stop_reason) for reply in replies} == {(4, StopReason.CANCELLED)}
    assert table.branches.closes == 1


def test_cancelled_inside_a_pass_what_was_said_stays() -> None:
    table = Table(ScriptedPair(speech=ENDLESS))
    table.pair.branches_fail_with = [Cancelled()]
    replies = table.ask()
    assert {(reply.tokens, reply.stop_reason) for reply in replies} == {(1, StopReason.CANCELLED)}
    assert table.branches.closes == 1


def test_a_failure_frees_everything_and_is_told() -> None:
    table = Table(ScriptedPair(speech=ENDLESS))
    table.pair.branches_fail_with = [BROKEN]
    running = table.begin()
    with pytest.raises(AppError) as caught:
        table.hear(running)
    assert caught.value is BROKEN
    assert table.branches.closes == 1
    assert {reply.tokens for reply in running.summaries} == {1}
    assert list(table.pair.context.tokens), "what was read is still good"


def test_short_memory_is_told_before_anything_is_said() -> None:
    table = Table()
    table.pair.branch_error = AppError(ErrorCode.MEMORY_SHORT, "3 answers need 9 GB")
    running = table.begin()
    with pytest.raises(AppError, match="3 answers need 9 GB"):
        table.hear(running)
    assert {reply.tokens for reply in running.summaries} == {0}


def test_a_failed_reading_leaves_nothing_behind() -> None:
    table = Table()
    table.pair.context.fail_with = [BROKEN]
    table.pair.context.kept_on_failure = 2
    with pytest.raises(AppError):
        table.hear(table.begin())
    assert list(table.pair.context.tokens) == []
    assert table.ask()[0].tokens


def test_a_conversation_that_does_not_fit_is_refused() -> None:
    with pytest.raises(AppError) as caught:
        Table(ScriptedPair(capacity=24)).begin((user("ab " * 40),))
    assert caught.value.code is ErrorCode.PROMPT_TOO_LONG
