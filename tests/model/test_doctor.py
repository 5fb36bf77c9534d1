"""What the doctor says of headers is what the engine does with the files."""

from pathlib import Path
from typing import Final

import gguf
import pytest

from fakes.constructed_pairs import ConstructedPair, constructed_pairs
from paceline.engine.llama.model import Model
from paceline.engine.plan import PairSpec, plan_pair
from paceline.errors import AppError, ErrorCode
from paceline.library.doctor.architectures import KNOWN
from paceline.library.doctor.diagnosis import LocalFile, Rule
from paceline.library.doctor.examination import examine
from paceline.library.gguf.facts import facts_of
from paceline.library.gguf.reading import read_header

REFUSALS: Final[dict[Rule, set[ErrorCode]]] = {
    Rule.WHOLE_FILES: {
        ErrorCode.FILE_EMPTY,
        ErrorCode.FILE_NOT_GGUF,
        ErrorCode.FILE_TRUNCATED,
        ErrorCode.MODEL_LOAD_FAILED,
    },
    Rule.KNOWN_MODELS: {ErrorCode.MODEL_UNSUPPORTED},
    Rule.OWN_MODELS: {ErrorCode.MODEL_UNSUPPORTED, ErrorCode.MODEL_LOAD_FAILED},
    Rule.WRITES_TEXT: {ErrorCode.MODEL_IS_EMBEDDING},
    Rule.DRAFT_SMALLER: {ErrorCode.DRAFT_LARGER},
    Rule.TOKENIZER_KIND: {ErrorCode.PAIR_INCOMPATIBLE},
    Rule.TEXT_BEGIN: {ErrorCode.PAIR_INCOMPATIBLE},
    Rule.TEXT_END: {ErrorCode.PAIR_INCOMPATIBLE},
    Rule.VOCABULARY_SIZE: {ErrorCode.PAIR_INCOMPATIBLE},
    Rule.VOCABULARY: {ErrorCode.PAIR_INCOMPATIBLE},
}
"""How the engine refuses what breaks a rule."""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ConstructedPair]:
    return constructed_pairs(tmp_path_factory.mktemp("pairs"))


def refusal(target: Path, draft: Path) -> AppError | None:
    try:
        plan_pair(PairSpec(target, draft, context_length=256))
    except AppError as error:
        return error
    return None


def test_the_engine_loads_what_the_doctor_calls_compatible_and_nothing_else(
    pairs: dict[str, ConstructedPair],
) -> None:
    for name, (target, draft, *_) in pairs.items():
        diagnosis = examine(LocalFile(target), LocalFile(draft))
        error = refusal(target, draft)
        if error is None:
            assert diagnosis.verdict.loads, name
            continue
        assert diagnosis.rule is not None, f"{name}: {error}"
        assert error.code in REFUSALS[diagnosis.rule], f"{name}: {error}"
        if diagnosis.mismatch is not None:
            assert diagnosis.mismatch.reason == error.detail, name


def test_headers_tell_the_vocabulary_that_llama_cpp_loads(
    pairs: dict[str, ConstructedPair], starter: Path
) -> None:
    loadable = {starter} | {
        path for pair in pairs.values() if pair.verdict.loads for path in pair[:2]
    }
    for path in sorted(loadable):
        model = Model.load(path, weights=False)
        try:
            assert facts_of(read_header(path)).vocabulary == model.vocabulary(), path.name
        finally:
            model.close()


def test_every_architecture_that_llama_cpp_knows_is_known(tmp_path: Path) -> None:
    names = set(KNOWN) | set(gguf.MODEL_ARCH_NAMES.values()) | {"zebra"}
    assert {name for name in names if is_known(name, tmp_path)} - {"clip"} == KNOWN


def is_known(architecture: str, folder: Path) -> bool:
    """Ask llama.cpp, by a file that has nothing but the name in it."""
    path = folder / "nameless.gguf"
    writer = gguf.GGUFWriter(path, architecture)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(AppError) as caught:
        Model.load(path, weights=False)
    return "is not known" not in caught.value.detail
