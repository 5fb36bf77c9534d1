"""What a repository has to offer on a machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from fakes.constructed_pairs import TARGET
from paceline.library.file_names import Role
from paceline.library.gguf.facts import ModelFacts, facts_of
from paceline.library.gguf.reading import read_header
from paceline.library.hub.records import CardSummary, HubFile, HubModel, Repository
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.memory_fit import Fit, MachineMemory, memory_need, rough_need
from paceline.ui.library.browse.offers import offers_of, proposed, stem_of

GB = 10**9
MACHINE = MachineMemory(16 * GB, 12 * GB)
COMMIT = "0" * 40


def model(quantization: str, size: float, role: Role = Role.MODEL, name: str = "m") -> HubModel:
    path = f"{name}-{quantization}.gguf"
    file = HubFile("someone/models", COMMIT, path, round(size * GB), None)
    return HubModel(f"{name}-{quantization}", role, quantization, (file,))


def repository(*models: HubModel) -> Repository:
    return Repository("someone/models", COMMIT, False, None, CardSummary(), models)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ModelFacts:
    return facts_of(read_header(TARGET.write(tmp_path_factory.mktemp("models") / "m.gguf")))


def test_models_come_by_size_and_drafters_last() -> None:
    mtp = model("Q8_0", 0.1, Role.MTP, "mtp")
    offers = offers_of(repository(model("Q8_0", 8), mtp, model("Q2_K", 2)), (), 4096, MACHINE)
    assert [offer.model.title for offer in offers] == ["m-Q2_K", "m-Q8_0", "mtp-Q8_0"]


def test_without_a_header_the_need_is_rough_and_says_so() -> None:
    (offer,) = offers_of(repository(model("Q4_K_M", 5)), (), 4096, MACHINE)
    assert (offer.need, offer.exact) == (rough_need(5 * GB), False)
    assert offer.fit is Fit.FITS


def test_one_header_makes_all_quantizations_of_the_model_exact(facts: ModelFacts) -> None:
    small, large, other = model("Q4_0", 1), model("Q8_0", 2), model("Q8_0", 2, name="other")
    offers = offers_of(repository(small, large, other), [(small, facts)], 8192, MACHINE)
    assert [offer.exact for offer in offers] == [True, True, False]
    weighed = replace(facts, tensor_bytes=2 * GB)
    assert offers[1].need == memory_need(weighed, 8192).total


def test_a_longer_context_needs_more(facts: ModelFacts) -> None:
    one = model("Q4_0", 1)
    needs = [
        offers_of(repository(one), [(one, facts)], length, MACHINE)[0].need
        for length in (2048, 65_536)
    ]
    assert needs[0] < needs[1]


def test_a_draft_counts_beside_models_alone() -> None:
    plain = repository(model("Q4_0", 11), model("Q8_0", 0.1, Role.MTP, "mtp"))
    alone = offers_of(plain, (), 4096, MACHINE)
    joint = offers_of(plain, (), 4096, MACHINE, draft_bytes=3 * GB)
    assert [b.need - a.need for a, b in zip(alone, joint, strict=True)] == [3 * GB, 0]
    assert (alone[0].fit, joint[0].fit) == (Fit.TIGHT, Fit.TOO_LARGE)


def installed(size: float, name: str, repository: str | None) -> InstalledModel:
    place = Place(PlaceKind.LM_STUDIO, Path("/models"))
    return InstalledModel(
        (Path("/models") / name,), "m", place, round(size * GB), Role.MODEL, None, repository
    )


@pytest.mark.parametrize(
    ("here", "found"),
    [
        (installed(5, "renamed.gguf", "someone/models"), True),
        (installed(5, "m-Q4_K_M.gguf", None), True),
        (installed(5, "renamed.gguf", None), False),
        (installed(4, "m-Q4_K_M.gguf", "someone/models"), False),
    ],
)
def test_what_is_here_is_known_by_size_and_origin(here: InstalledModel, *, found: bool) -> None:
    (offer,) = offers_of(repository(model("Q4_K_M", 5)), (), 4096, MACHINE, installed=(here,))
    assert (offer.here is here) is found


def test_the_usual_quantization_is_proposed_if_it_fits() -> None:
    usual = repository(model("Q2_K", 2), model("Q4_K_M", 4), model("Q8_0", 8))
    assert proposed(offers_of(usual, (), 4096, MACHINE)) == 1
    huge = repository(model("IQ1_S", 9), model("Q4_K_M", 40), model("mtp", 0.1, Role.MTP))
    assert proposed(offers_of(huge, (), 4096, MACHINE)) == 0
    assert proposed(offers_of(repository(model("mtp", 1, Role.MTP)), (), 4096, MACHINE)) is None


def test_a_model_keeps_its_name_in_all_quantizations() -> None:
    assert stem_of(model("Q4_K_M", 1)) == stem_of(model("Q8_0", 1)) == "m"
