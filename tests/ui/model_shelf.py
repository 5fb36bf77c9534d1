"""Models for the window of models: some on this disk, some on a Hub in memory."""

from dataclasses import replace
from pathlib import Path

from fakes.constructed_pairs import DRAFT, TARGET, constructed_pairs
from paceline.library.installed.places import Place, PlaceKind
from ui.fake_hub import FakeHub, summary

GB = 1_000_000_000


def fill_folder(folder: Path) -> tuple[Place, ...]:
    """Models that fit together, a damaged one and an embedding model, in two places."""
    own, studio = folder / "my models", folder / "lmstudio"
    for place in (own, studio / "someone" / "Constructed-1.7B-GGUF"):
        place.mkdir(parents=True)
    TARGET.write(own / "Constructed-1.7B-Instruct-Q8_0.gguf")
    DRAFT.write(own / "Constructed-135M-Instruct-Q4_K_M.gguf")
    replace(DRAFT, tokenizer="gpt2").write(own / "Otherwise-0.5B-Q8_0.gguf")
    (own / "Cut-off-3B-Q4_K_M.gguf").write_bytes(b"GGUF")
    replace(TARGET, layers=12).write(
        studio / "someone" / "Constructed-1.7B-GGUF" / "Constructed-1.7B-Q4_0.gguf"
    )
    return (Place(PlaceKind.OWN, own), Place(PlaceKind.LM_STUDIO, studio))


def fill_hub(hub: FakeHub, folder: Path) -> None:
    """One repository with models that can be read, one that is gated, and many by name alone."""
    folder.mkdir(parents=True, exist_ok=True)
    target = TARGET.write(folder / "target.gguf")
    draft = DRAFT.write(folder / "draft.gguf")
    title = "Constructed-1.7B-Instruct"
    sizes = {
        f"{title}-Q2_K.gguf": 0.7,
        f"{title}-Q4_K_M.gguf": 1.1,
        f"{title}-Q8_0.gguf": 1.9,
        f"{title}-F16-00001-of-00002.gguf": 20.0,
        f"{title}-F16-00002-of-00002.gguf": 19.0,
        f"mtp-{title}.gguf": 0.1,
    }
    hub.add(
        summary("someone/Constructed-1.7B-Instruct-GGUF", 1),
        dict.fromkeys(sizes, target),
        sizes={name: round(size * GB) for name, size in sizes.items()},
        card="A small model that was put together for trying things out. It says nothing that "
        "makes sense, but it says it in the real arithmetic of its kind, so that everything "
        "around it can be looked at. Trained on nothing, and fine-tuned on even less than that; "
        "do not rely on any of its answers.",
    )
    hub.add(
        summary("someone/Constructed-135M-Instruct-GGUF", 0, parameters=20_000),
        {"Constructed-135M-Instruct-Q8_0.gguf": draft},
    )
    hub.add(
        summary("careful/Gated-8B-Instruct-GGUF", 3),
        {"Gated-8B-Instruct-Q4_K_M.gguf": target},
        sizes={"Gated-8B-Instruct-Q4_K_M.gguf": 5 * GB},
        card="Accept the terms first.",
    )
    for number in range(4, 260):
        name = f"publisher-{number % 12}/Model-{number}-{number % 9 + 1}B-Instruct-GGUF"
        hub.summaries.append(summary(name, number))


def pair_files(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Pairs for the doctor, by what is the matter with them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = constructed_pairs(folder)
    return {name: (pair.target, pair.draft) for name, pair in made.items()}
