"""Verdicts over files on disk; `test_remote.py` asks the same of files on the Hub."""

from dataclasses import replace
from pathlib import Path

import pytest

from fakes.constructed_pairs import DRAFT, TARGET, ConstructedPair
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.doctor.diagnosis import (
    Caution,
    Diagnosis,
    GainBasis,
    LocalFile,
    Part,
    RemoteFile,
    Rule,
)
from paceline.library.doctor.examination import examine
from paceline.library.doctor.wording import rules_passed, sentence
from paceline.library.hub.records import HubFile
from paceline.library.memory_fit import Fit, MachineMemory, memory_need
from paceline.measured_pairs import MeasuredFile, MeasuredPair


def examined(target: Path, draft: Path) -> Diagnosis:
    return examine(LocalFile(target), LocalFile(draft))


def test_every_constructed_pair_gets_its_verdict(pairs: dict[str, ConstructedPair]) -> None:
    found = {name: examined(pair.target, pair.draft) for name, pair in pairs.items()}
    assert {name: (it.verdict, it.rule) for name, it in found.items()} == {
        name: (pair.verdict, pair.rule) for name, pair in pairs.items()
    }
    assert all(it.bytes_read == 0 for it in found.values())


def test_the_rule_is_shown_with_all_before_it_passed(pairs: dict[str, ConstructedPair]) -> None:
    pair = pairs["one token differs"]
    passed = dict(rules_passed(examined(pair.target, pair.draft)))
    assert passed.pop(Rule.VOCABULARY) is False
    assert set(passed.values()) == {True}
    pair = pairs["draft larger"]
    passed = dict(rules_passed(examined(pair.target, pair.draft)))
    assert [rule for rule, holds in passed.items() if holds is None] == list(Rule)[5:]


def test_the_first_token_that_differs_is_shown(pairs: dict[str, ConstructedPair]) -> None:
    pair = pairs["one token differs"]
    diagnosis = examined(pair.target, pair.draft)
    assert diagnosis.mismatch is not None
    assert diagnosis.mismatch.token == 359
    assert "token 359" in sentence(diagnosis)
    assert "▁word100" in sentence(diagnosis)
    assert "▁other" in sentence(diagnosis)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("same", "can draft for"),
        ("padded by 128", "padded.gguf has 128 tokens more"),
        ("padded target", "padded-target.gguf has 64 tokens more"),
        ("padded by 129", "559 tokens and the draft 688"),
        ("other kind of tokenizer", "SentencePiece in the target, byte-level BPE in the draft"),
        ("begins differ", "with token 1 (<s>), the draft with token 7"),
        ("one begins texts, one does not", "the target begins every text with a token of its own"),
        ("one ends texts, one does not", "the draft ends every text with a token of its own"),
        ("draft larger", "Swap the two"),
        ("embedding model", "is an embedding model"),
        ("truncated", "fetch the file again"),
        ("hostile header", "not a GGUF model"),
        ("unknown architecture", "“zebra” is not known"),
        ("projector for images", "none by itself"),
        ("encoder-decoder model", "it is an encoder-decoder model"),
        ("MTP file", "Paceline cannot draft with them yet"),
        ("EAGLE-3 file", "Paceline cannot draft with it yet"),
        ("DFlash file", "Paceline cannot draft with it yet"),
    ],
)
def test_the_sentence_says_why(pairs: dict[str, ConstructedPair], name: str, told: str) -> None:
    pair = pairs[name]
    diagnosis = examined(pair.target, pair.draft)
    assert told in sentence(diagnosis)
    if not diagnosis.verdict.loads and diagnosis.mismatch:
        assert "cannot do yet" in sentence(diagnosis), "nothing is promised that does not work"


def test_a_drafter_head_is_no_target_either(pairs: dict[str, ConstructedPair]) -> None:
    diagnosis = examined(pairs["MTP file"].draft, pairs["same"].draft)
    assert (diagnosis.rule, diagnosis.part) == (Rule.OWN_MODELS, Part.TARGET)
    assert "cannot write by itself" in sentence(diagnosis)


def test_what_a_person_should_know_is_said(
    pairs: dict[str, ConstructedPair], tmp_path: Path
) -> None:
    def cautions(name: str) -> tuple[Caution, ...]:
        return examined(pairs[name].target, pairs[name].draft).warnings

    assert Caution.TEMPLATE_MISSING in cautions("missing chat template")
    assert cautions("same") == ()
    assert {Caution.TARGET_RECURRENT, Caution.DRAFT_RECURRENT} < set(cautions("recurrent target"))
    assert Caution.SAME_FILE in cautions("one file for both")
    assert cautions("draft larger") == ()
    small = replace(TARGET, layers=2).write(tmp_path / "small-target.gguf")
    assert examined(small, pairs["same"].draft).warnings == (Caution.DRAFT_LARGE,)


def test_a_context_beyond_training_is_said(same: tuple[Path, Path], tmp_path: Path) -> None:
    target, draft = map(LocalFile, same)
    assert examine(target, draft).context_length == 2048, "the engine's own choice"
    long = examine(target, draft, context_length=2049)
    assert Caution.CONTEXT_BEYOND_TRAINING in long.warnings
    short = LocalFile(replace(DRAFT, trained=512).write(tmp_path / "short.gguf"))
    assert Caution.CONTEXT_BEYOND_TRAINING in examine(target, short).warnings


def test_memory_is_that_of_what_would_be_loaded(pairs: dict[str, ConstructedPair]) -> None:
    both = examined(*pairs["same"][:2])
    assert both.target is not None
    assert both.draft is not None
    alone = memory_need(both.target, both.context_length)
    assert both.memory == alone + memory_need(both.draft, both.context_length)
    assert examined(*pairs["one token differs"][:2]).memory == alone
    assert examined(*pairs["truncated"][:2]).memory == alone
    twice = examined(*pairs["one file for both"][:2]).memory
    assert twice is not None
    assert twice.weights == alone.weights
    assert twice.kv_cache == 2 * alone.kv_cache
    assert examined(pairs["empty"].draft, pairs["same"].draft).memory is None


def test_whether_it_fits_is_judged_where_the_machine_is_known(same: tuple[Path, Path]) -> None:
    target, draft = map(LocalFile, same)
    assert examine(target, draft).fit is None
    ample = MachineMemory(total=10**10, available=10**10)
    assert examine(target, draft, machine=ample).fit is Fit.FITS
    assert examine(target, draft, machine=MachineMemory(10**6, 10**6)).fit is Fit.TOO_LARGE


def test_the_gain_is_expected_where_costs_are_known(same: tuple[Path, Path]) -> None:
    target, draft = same
    known = MeasuredPair(
        MeasuredFile.of(target), MeasuredFile.of(draft), (1.0, 1.1, 1.2), 0.1, (0.9, 0.8)
    )
    assert examined(target, draft).gain is None
    gain = examine(LocalFile(target), LocalFile(draft), measured=[known]).gain
    assert gain is not None
    assert gain.basis is GainBasis.PAIR
    assert gain.high == pytest.approx((1 + 0.9 + 0.72) / (0.2 + 1.2))


def test_a_file_that_cannot_be_reached_is_no_finding(same: tuple[Path, Path]) -> None:
    for missing, code in (
        (same[0].with_name("none.gguf"), ErrorCode.FILE_MISSING),
        (same[0].parent, ErrorCode.FILE_IS_FOLDER),
    ):
        with pytest.raises(AppError) as caught:
            examined(same[0], missing)
        assert caught.value.code == code
    far = RemoteFile(HubFile("someone/model", "0" * 40, "model.gguf", 1, None))
    with pytest.raises(AppError) as caught:
        examine(far, LocalFile(same[1]))
    assert caught.value.code == ErrorCode.HUB_OFFLINE


def test_an_examination_can_be_cancelled(same: tuple[Path, Path]) -> None:
    with pytest.raises(Cancelled):
        examine(LocalFile(same[0]), LocalFile(same[1]), cancelled=lambda: True)


def test_a_token_that_would_take_over_a_terminal_is_quoted_harmlessly(
    same: tuple[Path, Path], tmp_path: Path
) -> None:
    words = ("\x1b]0;mine\x07\n" + "x" * 1000, *DRAFT.words[1:])
    draft = replace(DRAFT, words=words).write(tmp_path / "draft.gguf")
    said = sentence(examine(LocalFile(same[0]), LocalFile(draft)))
    assert r"“\x1b]0;mine\x07\nxxx" in said
    assert said.isprintable()
    assert len(said) < 500
