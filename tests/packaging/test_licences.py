"""Nothing is bundled without its licence: a dependency that brings none is found out here."""

from pathlib import Path

import licences
import pytest
import system_packages
from licences import Part


def test_every_package_that_paceline_needs_has_the_text_of_its_licence() -> None:
    parts = {part.name: part for part in licences.package_parts()}
    assert {"numpy", "llama_cpp_python", "PySide6_Essentials"} <= set(parts)
    assert "pytest" not in parts, "what only tests need is in no bundle"
    assert all(any(text.strip() for text in part.texts) for part in parts.values())


def test_what_is_inside_of_packages_is_named() -> None:
    names = [part.name for part in licences.package_parts()]
    assert "llama.cpp and ggml (in llama_cpp_python)" in names
    assert "ICU (in PySide6_Essentials)" in names


def test_qt_may_be_replaced_and_its_sources_are_named() -> None:
    qt = next(part for part in licences.package_parts() if part.name == "PySide6_Essentials")
    assert "may be replaced" in qt.says
    assert "https://download.qt.io/official_releases/qt/" in qt.says
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.texts[0]


def test_python_has_one_too() -> None:
    assert "python software foundation" in licences.python_licence().lower()


def test_a_file_of_nobody_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "libmystery.so.1").touch()
    with pytest.raises(licences.Unlicensed, match=r"libmystery\.so\.1"):
        licences.system_parts(tmp_path, {"libmystery.so.1": str(tmp_path / "libmystery.so.1")})


def test_the_list_begins_with_a_table_and_says_no_text_twice() -> None:
    terms = "Do what you like.\n"
    told = licences.told(
        [
            Part("one", "1.0", "MIT", texts=(terms,)),
            Part("two", "2.0", "MIT", "https://two.example", texts=(terms,), holds=("crate 3",)),
        ]
    )
    assert told.index("two 2.0") < told.index("====")
    assert told.count("Do what you like.") == 1
    assert "The text is that of one above." in told
    assert "Source: https://two.example" in told
    assert "crate 3" in told


def test_licences_that_others_refer_to_are_found_once() -> None:
    texts = ["see /usr/share/common-licenses/GPL-2.", "`/usr/share/common-licenses/GPL-2'"]
    found = system_packages.common_licences(texts)
    assert len(found) <= 1
    assert all("GNU GENERAL PUBLIC LICENSE" in text for text in found)
