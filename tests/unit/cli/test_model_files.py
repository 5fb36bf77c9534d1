import hashlib
from pathlib import Path

from paceline.cli.model_files import model_files
from paceline.engine.plan import PairSpec
from paceline.machine import ModelFile


def test_files_are_known_by_name_size_and_hash(tmp_path: Path) -> None:
    target, draft = tmp_path / "large.gguf", tmp_path / "small.gguf"
    target.write_bytes(b"weights")
    draft.write_bytes(b"w")
    assert model_files(PairSpec(target, draft)) == [
        ModelFile("target", "large.gguf", 7),
        ModelFile("draft", "small.gguf", 1),
    ]
    (only,) = model_files(PairSpec(target), hashed=True)
    assert only.sha256 == hashlib.sha256(b"weights").hexdigest()
