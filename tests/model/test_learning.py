"""Learning from real chats: fewer passes on their like, and no harm from a spoiled file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from paceline.chat import ChatMessage, Role
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.options import DrafterChoice, Sampling, Speculation

GREEDY = Sampling(temperature=0)
PERSONAL = Speculation(drafter=DrafterChoice.PERSONAL, draft_length=6)
TOKENS = 64

LETTER = (
    "Write a short email to my team saying that the {} meeting is moved to {}. "
    "Thank them and sign it as Kim."
)
FUNCTION = "Write a Python function that {}, with a docstring and an example of its use."

EARLIER = [
    *(LETTER.format(*it) for it in (("budget", "Monday"), ("planning", "Tuesday"))),
    *(LETTER.format(*it) for it in (("design", "Friday"), ("sales", "Thursday"))),
    *(FUNCTION.format(it) for it in ("adds two numbers", "reverses a string")),
    *(FUNCTION.format(it) for it in ("counts the words in a text", "sorts a list of names")),
]
LATER = {
    "letters": [LETTER.format(*it) for it in (("training", "Thursday"), ("safety", "Monday"))],
    "code": [FUNCTION.format(it) for it in ("multiplies two numbers", "finds the longest word")],
}


@contextmanager
def learning(target: Path, folder: Path | None) -> Iterator[Session]:
    pair = Pair(PairSpec(target, context_length=512, learned=folder), abort=AbortFlag())
    try:
        yield Session(pair)
    finally:
        pair.close()


def ask(session: Session, text: str, speculation: Speculation = PERSONAL) -> tuple[int, int, str]:
    """Return tokens, passes and text of a reply."""
    reply = session.reply((ChatMessage(Role.USER, text),), GREEDY, speculation, max_tokens=TOKENS)
    for _ in reply:
        pass
    return reply.summary.tokens, reply.summary.passes, reply.summary.text


def tokens_per_pass(session: Session, questions: list[str]) -> float:
    figures = [ask(session, question) for question in questions]
    return sum(each[0] for each in figures) / sum(each[1] for each in figures)


@pytest.fixture(scope="module")
def learned(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has chatted for a while."""
    folder = tmp_path_factory.mktemp("learned")
    with learning(starter, folder) as session:
        for question in EARLIER:
            ask(session, question)
            session.settle()
    return folder


def the_file(folder: Path) -> Path:
    (file,) = folder.glob("ngrams-*.bin")
    return file


def test_chats_like_earlier_ones_take_fewer_passes(
    starter: Path, learned: Path, tmp_path: Path
) -> None:
    with learning(starter, tmp_path) as empty:
        before = {kind: tokens_per_pass(empty, questions) for kind, questions in LATER.items()}
    with learning(starter, learned) as knowing:
        after = {kind: tokens_per_pass(knowing, questions) for kind, questions in LATER.items()}
    for kind in LATER:
        print(f"{kind}: {before[kind]:.2f} tokens per pass with an empty cache, {after[kind]:.2f}")
        assert before[kind] == 1, "an empty cache guesses nothing"
        assert after[kind] > 1.2


def test_what_was_learned_changes_no_text(starter: Path, learned: Path) -> None:
    question = LATER["letters"][0]
    with learning(starter, learned) as session:
        drafted = ask(session, question)
        plain = ask(session, question, Speculation(enabled=False))
    assert drafted[2] == plain[2]
    assert drafted[1] < plain[1]


def test_switched_off_it_neither_drafts_nor_reads(starter: Path, learned: Path) -> None:
    file = the_file(learned)
    held = file.read_bytes()
    with learning(starter, None) as session:
        assert DrafterChoice.PERSONAL not in session.pair.drafters.names
        ask(session, EARLIER[0], Speculation())
        session.settle()
    assert file.read_bytes() == held


@pytest.mark.parametrize("damage", ["truncated", "foreign"])
def test_a_spoiled_file_is_refused_with_a_sentence_and_costs_no_reply(
    starter: Path, learned: Path, tmp_path: Path, damage: str
) -> None:
    content = the_file(learned).read_bytes()
    spoiled = content[:-1000] if damage == "truncated" else b"GGUF" + content
    file = tmp_path / the_file(learned).name
    file.write_bytes(spoiled)
    pair = Pair(PairSpec(starter, context_length=512, learned=tmp_path), abort=AbortFlag())
    try:
        (note,) = [note for note in pair.notes if "learned" in note]
        assert "set aside" in note
        assert file.with_suffix(".damaged.bin").read_bytes() == spoiled
        assert ask(Session(pair), EARLIER[0])[0] > 0
    finally:
        pair.close()
    with learning(starter, tmp_path) as session:
        assert session.pair.personal is not None
        assert session.pair.personal.note is None
        assert len(session.pair.personal.table) > 0
