"""`paceline models`: the recommended pairs, those that suit this machine first."""

import msgspec

from paceline.cli.arguments.options import Options
from paceline.cli.machine_fit import measured, word
from paceline.cli.memory import size
from paceline.cli.models.tables import print_table
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark, screen
from paceline.library.catalog import DrafterKind, load_catalog
from paceline.library.memory_fit import Fit
from paceline.library.pair_files import known_needs, locate
from paceline.library.recommendation import USUAL_CONTEXT, recommended, sentence


class PairListed(msgspec.Struct, frozen=True):
    """One line; sizes in bytes."""

    id: str
    title: str
    drafter: DrafterKind
    size: int | None
    need: int
    fit: Fit
    here: bool
    reason: str


def recommend(options: Options, shelves: Shelves) -> None:
    """List them all, best first."""
    machine, catalog, models = measured(), load_catalog(), shelves.found()
    located = {pair.id: locate(pair, models) for pair in catalog}
    listed = [
        PairListed(
            id=judged.pair.id,
            title=judged.pair.title,
            drafter=judged.pair.drafter,
            size=judged.pair.size,
            need=judged.need,
            fit=judged.fit,
            here=not located[judged.pair.id].missing,
            reason=sentence(judged),
        )
        for judged in recommended(
            catalog,
            machine.memory,
            graphics_bytes=machine.graphics_bytes,
            needs=known_needs(located.values(), USUAL_CONTEXT),
        )
    ]
    if options.json:
        print_json(listed)
        return
    print_table(
        ("pair", "what it is", "size", "needs", "memory", "here"),
        [
            (
                each.id,
                each.title,
                size(each.size) if each.size else "",
                size(each.need),
                word(each.fit),
                "yes" if each.here else "",
            )
            for each in listed
        ],
        dispensable=("size",),
    )
    best = listed[0]
    screen().print(f"{best.title}: {best.reason}", soft_wrap=True)
    if best.fit is not Fit.TOO_LARGE:
        remark(
            f"Chat with: paceline chat --pair {best.id}"
            if best.here
            else f"Fetch it with: paceline models get {best.id}"
        )
    remark(machine.described())
