from pathlib import Path

import pytest

from paceline.cli.models.choosing import meant_by
from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import load_catalog
from paceline.library.file_names import Role
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel

HUB = Place(PlaceKind.HUB, Path("/cache"))
CATALOG = load_catalog()


def model(path: str, quantization: str, repository: str | None = None) -> InstalledModel:
    file = Path(path)
    return InstalledModel((file,), file.stem, HUB, 7, Role.MODEL, quantization, repository)


BIG = model("/cache/x/big-Q4_K_M.gguf", "Q4_K_M", "someone/big-GGUF")
BETTER = model("/cache/x/big-Q8_0.gguf", "Q8_0", "someone/big-GGUF")
MINE = model("/own/mine-Q4_K_M.gguf", "Q4_K_M")
HERE = (BIG, BETTER, MINE)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("someone/big-GGUF", (BIG, BETTER)),
        ("someone/big-GGUF:q4_k_m", (BIG,)),
        ("big-Q4_K_M", (BIG,)),
        ("big-Q8_0.gguf", (BETTER,)),
        ("/own/mine-Q4_K_M.gguf", (MINE,)),
        ("/own/../own/mine-Q4_K_M.gguf", None),
        ("someone/big-GGUF:Q2_K", None),
        ("Q4_K_M", None),
        ("big", None),
        ("", None),
    ],
)
def test_a_model_has_many_names(name: str, meant: tuple[InstalledModel, ...] | None) -> None:
    if meant is not None:
        assert meant_by(name, HERE, CATALOG) == meant
        return
    with pytest.raises(AppError) as caught:
        meant_by(name, HERE, CATALOG)
    assert caught.value.code is ErrorCode.MODEL_UNKNOWN


def test_a_relative_path_is_one_from_where_the_person_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = model(str(tmp_path / "a.gguf"), "Q8_0")
    monkeypatch.chdir(tmp_path)
    assert meant_by("./a.gguf", [here], CATALOG) == (here,)


def test_a_name_that_fits_several_names_them() -> None:
    twin = model("/other/big-Q4_K_M.gguf", "Q4_K_M", "other/big-GGUF")
    with pytest.raises(AppError, match=r"/cache/x/big-Q4_K_M.gguf, /other/big-Q4_K_M.gguf"):
        meant_by("big-Q4_K_M", (*HERE, twin), CATALOG)
