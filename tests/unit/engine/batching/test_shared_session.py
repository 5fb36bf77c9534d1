"""Several replies at once say what each says alone, however they guess, come and go."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.scripted_chat import ENDLESS, GREEDY, assistant, system, user
from fakes.scripted_model import Language, language
from fakes.scripted_pair import ScriptedPair, talk
from fakes.scripted_seats import ScriptedSeats
from paceline.chat import ChatMessage
from paceline.engine.batching.seat import Seat
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.provenance import ReplySummary, Round, StopReason

AUTO = Speculation()
OFF = Speculation(enabled=False)
DRAFTERS = [
    DrafterChoice.DRAFT_MODEL,
    DrafterChoice.NGRAM,
    DrafterChoice.NGRAM_MAP,
    DrafterChoice.NGRAM_POOL,
    DrafterChoice.CASCADE,
    DrafterChoice.HIERARCHY,
]
QUESTIONS = ["ab", "gi? he", "abc cd a!", "b", "hhhh hi. cd", "é a"]


def ask(number: int) -> tuple[ChatMessage, ...]:
    return (system("be ab. cd"), user(QUESTIONS[number % len(QUESTIONS)]))


@dataclass
class Asked:
    """One reply of several, and what became of it."""

    messages: Sequence[ChatMessage]
    sampling: Sampling = GREEDY
    speculation: Speculation = AUTO
    max_tokens: int = 24
    prompt: str | None = None
    cancelled: bool = False
    seat: int = -1
    rounds: list[Round] = field(default_factory=list)
    summary: ReplySummary | None = None
    failure: AppError | None = None

    @property
    def text(self) -> str:
        assert self.summary is not None
        return self.summary.text

    def write(self, session: Session) -> None:
        try:
            reply = session.reply(
                self.messages,
                self.sampling,
                self.speculation,
                max_tokens=self.max_tokens,
                prompt=self.prompt,
            )
            for round_ in reply:
                self.rounds.append(round_)
            self.summary = reply.summary
        except AppError as error:
            self.failure = error


class Company:
    """Asks seats for replies, some before others, and lets them run to their end."""

    def __init__(self, seats: ScriptedSeats) -> None:
        self.seats = seats

    def begin(self, asked: Asked) -> None:
        def work(session: Session) -> None:
            asked.seat = [id(seat) for seat in self.seats.seats].index(id(session.pair))
            asked.write(session)

        self.seats.session.begin(asked.messages, asked.prompt, work, lambda: asked.cancelled)

    def finish(self) -> None:
        turns = 0
        while self.seats.conductor.running:
            self.seats.conductor.turn()
            turns += 1
            assert turns < 2000, "no end"
        assert self.seats.session.crowd_size == 0
        assert self.seats.session.has_room

    def all(self, *asked: Asked) -> None:
        for each in asked:
            self.begin(each)
        self.finish()


def alone(asked: Asked, speech: Language | None = None) -> str:
    """What a pair of its own says."""
    same = Asked(asked.messages, asked.sampling, asked.speculation, asked.max_tokens, asked.prompt)
    same.write(Session(ScriptedPair(speech=speech, capacity=256)))
    return same.text


@pytest.mark.parametrize("verification", list(Verification))
@pytest.mark.parametrize("length", [None, 1, 5])
@pytest.mark.parametrize("drafter", [*DRAFTERS, DrafterChoice.AUTO, None])
def test_each_says_what_it_says_alone(
    drafter: DrafterChoice | None, length: int | None, verification: Verification
) -> None:
    if drafter is None:
        speculation = Speculation(enabled=False)
    else:
        speculation = Speculation(drafter=drafter, draft_length=length, verification=verification)
    asked = [Asked(ask(number), speculation=speculation) for number in range(4)]
    Company(ScriptedSeats(4)).all(*asked)
    assert [each.text for each in asked] == [alone(each) for each in asked]
    assert len({each.seat for each in asked}) == len(asked)


def test_a_seed_says_the_same_among_others() -> None:
    drawn = [Sampling(temperature=0.9, seed=number) for number in range(5)]
    asked = [Asked(ask(number), sampling=each) for number, each in enumerate(drawn)]
    Company(ScriptedSeats(5)).all(*asked)
    assert [each.text for each in asked] == [alone(each) for each in asked]


def test_passes_are_common_and_their_rounds_say_so() -> None:
    seats = ScriptedSeats(4, speech=ENDLESS)
    asked = [Asked(ask(number), speculation=OFF, max_tokens=20) for number in range(4)]
    Company(seats).all(*asked)
    assert max(len(parts) for parts in seats.target.passes) == 4
    assert len(seats.target.passes) < 40
    for each in asked:
        assert each.summary is not None
        assert each.summary.net_gain is None
        assert sum(len(round_.tokens) for round_ in each.rounds) == each.summary.tokens == 20
        assert {round_.shared for round_ in each.rounds[5:15]} == {4}
        assert all(round_.width == 1 + round_.drafted for round_ in each.rounds)


def test_a_reply_that_is_alone_shares_nothing_and_has_a_gain() -> None:
    seats = ScriptedSeats(4, speech=ENDLESS)
    [asked] = [Asked(ask(0), max_tokens=60)]
    Company(seats).all(asked)
    assert {round_.shared for round_ in asked.rounds} == {1}
    assert asked.summary is not None
    assert asked.summary.net_gain is not None


def test_what_all_begin_with_is_read_once() -> None:
    seats = ScriptedSeats(4, speech=ENDLESS, widest=16)
    lead = "abcd gh. " * 12
    asked = [
        Asked((system(lead), user(question)), speculation=OFF, max_tokens=2)
        for question in ("a", "b!", "cd? c", "hi")
    ]
    Company(seats).all(*asked)
    lengths = [each.summary.prompt_tokens for each in asked if each.summary is not None]
    shortest = min(lengths)
    assert seats.target.read < sum(lengths) - 2.5 * (shortest - 12)
    assert seats.target.copied > 2.5 * (shortest - 12)


def test_the_next_turn_finds_its_conversation_wherever_it_was() -> None:
    seats = ScriptedSeats(3, speech=ENDLESS)
    company = Company(seats)
    first = [Asked(ask(number), speculation=OFF, max_tokens=12) for number in range(3)]
    company.all(*first)
    for each in reversed(first):
        before = seats.target.read
        turns = (*each.messages, assistant(each.text), user("gi"))
        next_turn = Asked(turns, speculation=OFF, max_tokens=1)
        company.all(next_turn)
        assert next_turn.seat == each.seat
        assert seats.target.read - before < 16


def test_a_new_conversation_takes_the_seat_that_was_long_not_used() -> None:
    seats = ScriptedSeats(3)
    company = Company(seats)
    asked = [Asked((user(text),), max_tokens=4) for text in ("aaaa", "bbbb", "cccc cccc", "é?é?")]
    for each in asked:
        company.all(each)
    assert [each.seat for each in asked] == [0, 1, 2, 0]


def test_nobody_stands_still_while_a_long_prompt_is_read() -> None:
    seats = ScriptedSeats(2, speech=ENDLESS, capacity=1024)
    company = Company(seats)
    writing = Asked(ask(0), speculation=OFF, max_tokens=60)
    company.begin(writing)
    for _ in range(5):
        seats.conductor.turn()
    reading = Asked((user("gh ab.!" * 60),), speculation=OFF, max_tokens=4)
    company.begin(reading)
    before, passes = len(writing.rounds), len(seats.target.passes)
    while not reading.rounds:
        seats.conductor.turn()
    passed = seats.target.passes[passes:]
    assert len(passed) > 10
    assert max(sum(len(part.tokens) for part in parts) for parts in passed) <= 32
    assert len(writing.rounds) - before >= len(passed) - 1
    company.finish()
    assert reading.text == alone_long(reading)


def alone_long(asked: Asked) -> str:
    same = Asked(asked.messages, speculation=OFF, max_tokens=asked.max_tokens)
    same.write(Session(ScriptedPair(speech=ENDLESS, capacity=1024)))
    return same.text


def test_an_error_in_a_pass_fails_only_the_reply_that_it_is_of() -> None:
    seats = ScriptedSeats(3, speech=ENDLESS)
    company = Company(seats)
    asked = [Asked(ask(number), speculation=OFF, max_tokens=12) for number in range(3)]
    for each in asked:
        company.begin(each)
    for _ in range(6):
        seats.conductor.turn()
    broken = AppError(ErrorCode.DECODE_FAILED, "a test")
    seats.target.fail_with = [(1, broken), (1, broken)]
    company.finish()
    [failed] = [each for each in asked if each.failure is not None]
    assert failed.seat == 1
    assert failed.failure is broken
    others = [each for each in asked if each is not failed]
    assert [each.summary and each.summary.stop_reason for each in others] == [
        StopReason.LENGTH,
        StopReason.LENGTH,
    ]


def test_an_abort_of_a_pass_stops_only_who_is_cancelled() -> None:
    seats = ScriptedSeats(3, speech=ENDLESS)
    company = Company(seats)
    asked = [Asked(ask(number), speculation=OFF, max_tokens=12) for number in range(3)]
    for each in asked:
        company.begin(each)
    for _ in range(6):
        seats.conductor.turn()
    asked[1].cancelled = True
    rearmed: list[int] = []
    seats.conductor.rearm = lambda: rearmed.append(1)
    seats.target.fail_with = [(None, Cancelled())]
    company.finish()
    reasons = [each.summary and each.summary.stop_reason for each in asked]
    assert reasons == [StopReason.LENGTH, StopReason.CANCELLED, StopReason.LENGTH]


def test_who_is_cancelled_while_a_failed_pass_is_repeated_has_no_part_in_it() -> None:
    seats = ScriptedSeats(3, speech=ENDLESS)
    company = Company(seats)
    asked = [Asked(ask(number), speculation=OFF, max_tokens=12) for number in range(3)]
    for each in asked:
        company.begin(each)
    for _ in range(6):
        seats.conductor.turn()

    def cancel_the_last() -> None:
        asked[2].cancelled = True

    seats.conductor.rearm = cancel_the_last
    seats.target.fail_with = [(1, AppError(ErrorCode.DECODE_FAILED, "a test")), (0, Cancelled())]
    company.finish()
    reasons = [each.summary and each.summary.stop_reason for each in asked]
    assert reasons == [StopReason.LENGTH, StopReason.LENGTH, StopReason.CANCELLED]


def test_passes_count_as_alone_by_what_ran_since_the_last_round() -> None:
    seats = ScriptedSeats(2)
    one, other = seats.seats

    def guess(seat: Seat, times: int) -> None:
        assert seat.draft_context is not None
        for token in range(times):
            seat.draft_context.decode([5 + token], outputs=1)

    seats.conductor.start(lambda: guess(one, 2), lambda: False)
    seats.conductor.start(lambda: guess(other, 1), lambda: False)
    seats.conductor.turn()
    assert [len(parts) for parts in seats.draft.passes] == [2, 1]
    assert not one.take_was_alone(), "its first guess was shared"
    one.context.decode([5], outputs=1)
    assert one.take_was_alone(), "the draft had no part in this"


def test_a_full_seat_ends_its_reply_and_no_other() -> None:
    seats = ScriptedSeats(2, speech=ENDLESS, capacity=64)
    asked = [
        Asked(ask(1), speculation=OFF, max_tokens=500),
        Asked(ask(0), speculation=OFF, max_tokens=8),
    ]
    Company(seats).all(*asked)
    assert [each.summary and each.summary.stop_reason for each in asked] == [
        StopReason.CONTEXT,
        StopReason.LENGTH,
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bug_in_one_comes_out_and_leaves_the_others(place: int) -> None:
    seats = ScriptedSeats(3, speech=ENDLESS)
    company = Company(seats)

    def work(session: Session) -> None:
        for round_ in session.reply(ask(1), GREEDY, OFF, max_tokens=9):
            if round_.index == 5:
                raise RuntimeError("a bug")

    fine = [Asked(ask(2 * number), speculation=OFF, max_tokens=24) for number in range(2)]
    for each in fine[:place]:
        company.begin(each)
    seats.session.begin(ask(1), None, work, lambda: False)
    for each in fine[place:]:
        company.begin(each)
    with pytest.raises(RuntimeError, match="a bug"):
        company.finish()
    later = Asked(ask(3), speculation=OFF, max_tokens=9)
    company.all(later)
    for each in (*fine, later):
        assert each.text == alone(each, ENDLESS)


@st.composite
def happenings(draw: st.DrawFn) -> list[tuple[str, int]]:
    kinds = st.sampled_from(["ask", "ask", "ask", "turn", "turn", "cancel", "abort", "fail"])
    return draw(st.lists(st.tuples(kinds, st.integers(0, 63)), min_size=4, max_size=40))


@settings(max_examples=40, deadline=None)
@given(seats=st.integers(2, 5), widest=st.sampled_from([18, 24, 64]), course=happenings())
def test_whoever_comes_and_goes_the_others_say_what_they_say_alone(
    seats: int, widest: int, course: list[tuple[str, int]]
) -> None:
    scripted = ScriptedSeats(seats, widest=widest, speech=talk(language(1), end=-2))
    company = Company(scripted)
    asked: list[Asked] = []
    broken = AppError(ErrorCode.DECODE_FAILED, "a test")
    for what, number in course:
        match what:
            case "ask" if scripted.session.has_room:
                drafter = [*DRAFTERS, DrafterChoice.AUTO][number % 7]
                length = [None, 3, 16][number % 3]
                drawn = Sampling(temperature=0.8, seed=number) if number % 2 else GREEDY
                speculation = Speculation(drafter=drafter, draft_length=length)
                prompt = "gh abcd" * (1 + number % 5) if number % 4 == 3 else None
                each = Asked(ask(number), drawn, speculation, 3 + number % 20, prompt)
                asked.append(each)
                company.begin(each)
            case "cancel" if asked:
                asked[number % len(asked)].cancelled = True
            case "abort":
                scripted.target.fail_with = [(None, Cancelled())]
            case "fail":
                sequence = number % seats
                scripted.target.fail_with = [(sequence, broken), (sequence, broken)]
            case _:
                scripted.conductor.turn()
    scripted.target.fail_with = []
    company.finish()
    for each in asked:
        assert (each.summary is None) == (each.failure is not None)
        if each.failure is not None:
            continue
        assert each.summary is not None
        said = "".join(token.text for round_ in each.rounds for token in round_.tokens)
        whole = alone_end(each)
        assert whole.startswith(each.text)
        assert each.cancelled or each.text == whole
        assert said == each.text
        assert sum(each.summary.origins.values()) == each.summary.tokens
        assert all(1 <= round_.shared <= seats for round_ in each.rounds)


def alone_end(asked: Asked) -> str:
    same = Asked(asked.messages, asked.sampling, asked.speculation, asked.max_tokens, asked.prompt)
    same.write(Session(ScriptedPair(capacity=256, speech=talk(language(1), end=-2))))
    return same.text
