"""`paceline models show`: what is known of a recommended pair, or of a repository of the Hub."""

from collections.abc import Sequence

import msgspec

from paceline.cli.arguments.options import Options
from paceline.cli.machine_fit import Machine, measured, word
from paceline.cli.memory import size
from paceline.cli.models.getting import asked
from paceline.cli.models.references import USUAL, HubReference, choose, refer, spelled
from paceline.cli.models.tables import count, print_facts, print_table
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark, screen
from paceline.library.catalog import CatalogPair, ModelFile, load_catalog
from paceline.library.file_names import Role
from paceline.library.hub.records import HubModel, Repository
from paceline.library.installed.records import InstalledModel
from paceline.library.memory_fit import Fit
from paceline.library.pair_files import locate
from paceline.library.recommendation import recommended, sentence


class PairShown(msgspec.Struct, frozen=True):
    """A recommended pair, what this machine makes of it, and where its files are."""

    pair: CatalogPair
    fit: Fit
    reason: str
    need: int
    target_path: str | None
    draft_path: str | None


class ModelShown(msgspec.Struct, frozen=True):
    """A model of a repository; `name` is what `paceline models get` takes. Sizes in bytes."""

    name: str
    role: Role
    quantization: str | None
    size: int
    files: tuple[str, ...]
    complete: bool
    fit: Fit


class RepositoryShown(msgspec.Struct, frozen=True):
    """A repository at one commit."""

    id: str
    commit: str
    licence: str | None
    gated: bool
    parameters: int | None
    trained_context: int | None
    base_models: tuple[str, ...]
    summary: str
    models: tuple[ModelShown, ...]


def show(options: Options, shelves: Shelves) -> None:
    """Tell it."""
    meant = refer(options.name, load_catalog())
    if isinstance(meant, CatalogPair):
        _show_pair(meant, options, shelves)
    else:
        _show_repository(meant, options, shelves)


def _show_pair(pair: CatalogPair, options: Options, shelves: Shelves) -> None:
    machine = measured()
    (judged,) = recommended([pair], machine.memory, graphics_bytes=machine.graphics_bytes)
    here = locate(pair, shelves.found())
    if options.json:
        paths = (_path(here.target), _path(here.draft))
        print_json(PairShown(pair, judged.fit, sentence(judged), judged.need, *paths))
        return
    screen().print(pair.title, style="bold")
    screen().print(pair.note.strip(), soft_wrap=True)
    print_facts(
        [
            ("drafter", pair.drafter),
            *_model_facts("target", pair.target, here.target),
            *(_model_facts("draft", pair.draft, here.draft) if pair.draft else []),
            ("sources", "\n".join(pair.sources)),
        ]
    )
    screen().print(sentence(judged), soft_wrap=True)
    if here.missing:
        remark(f"Fetch what is missing with: paceline models get {pair.id}")
    else:
        remark(f"Chat with: paceline chat --pair {pair.id}")


def _model_facts(what: str, model: ModelFile, here: InstalledModel | None) -> list[tuple[str, str]]:
    terms = "; its terms must be accepted first" if model.gated else ""
    return [
        (what, "\n".join(f"{model.repository}/{part.file}" for part in model.parts)),
        ("  size", size(model.whole_size) if model.whole_size else "told by the Hub"),
        ("  licence", f"{model.licence}{terms}"),
        ("  here", _path(here) or "not yet"),
    ]


def _path(model: InstalledModel | None) -> str | None:
    return str(model.path) if model else None


def _show_repository(meant: HubReference, options: Options, shelves: Shelves) -> None:
    with shelves.open_hub() as hub:
        found = asked(
            hub, meant.repository, lambda: hub.repository(meant.repository, options.revision)
        )
    chosen: Sequence[HubModel] = found.models
    if meant.quantization or meant.file:
        chosen = [choose(found.models, meant)]
    shown = _shown(found, chosen, measured())
    if options.json:
        print_json(shown)
        return
    screen().print(shown.id, style="bold")
    print_facts(
        [
            ("licence", shown.licence or "not stated"),
            ("terms", "must be accepted on the Hub's page first" if shown.gated else ""),
            ("weights", count(shown.parameters)),
            ("context", f"{shown.trained_context:,} tokens" if shown.trained_context else ""),
            ("made from", ", ".join(shown.base_models)),
            ("commit", shown.commit),
        ]
    )
    if shown.summary:
        screen().print(shown.summary, soft_wrap=True)
    if not chosen:
        remark(f"{shown.id} has no GGUF model.")
        return
    print_table(
        ("name", "for", "size", "files", "memory"),
        [
            (
                model.name.removeprefix(shown.id),
                "" if model.role is Role.MODEL else model.role,
                size(model.size),
                str(len(model.files)) if model.complete else f"{len(model.files)}, not all",
                word(model.fit),
            )
            for model in shown.models
        ],
    )
    usual = next((model for model in shown.models if model.quantization == USUAL), shown.models[0])
    remark(f"Fetch one with: paceline models get {usual.name}")


def _shown(found: Repository, chosen: Sequence[HubModel], machine: Machine) -> RepositoryShown:
    return RepositoryShown(
        found.id,
        found.commit,
        found.licence,
        found.gated,
        found.parameters,
        found.trained_context,
        found.card.base_models,
        found.card.text,
        tuple(
            ModelShown(
                spelled(found.id, model, found.models),
                model.role,
                model.quantization,
                model.size,
                tuple(file.path for file in model.files),
                model.complete,
                machine.fit(model.size),
            )
            for model in chosen
        ),
    )
