"""`paceline models search`: repositories of the Hub with GGUF files."""

from collections.abc import Iterator
from typing import Final

from paceline.cli.arguments.options import Options
from paceline.cli.models.tables import count, day, print_table
from paceline.cli.shelves import Shelves
from paceline.cli.terminal import print_json, remark
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import ModelQuery, PageMark, RepositorySummary, Sort

_SORTS: Final = {
    "trending": Sort.TRENDING,
    "downloads": Sort.DOWNLOADS,
    "likes": Sort.LIKES,
    "newest": Sort.NEWEST,
    "updated": Sort.UPDATED,
}
"""The words of the command line."""

_GATED: Final = {"yes": True, "no": False, None: None}

_MOST_EMPTY_PAGES: Final = 5
"""Asked in a row without finding anything; then what was found so far is all."""


def search(options: Options, shelves: Shelves) -> None:
    """List what the Hub has."""
    query = ModelQuery(
        " ".join(options.words),
        _SORTS[options.sort],
        options.author,
        options.licence,
        _GATED[options.gated],
        options.quantization,
        largest_bytes=options.largest,
    )
    with shelves.open_hub() as hub:
        summaries = _summaries(hub, query, options.limit)
    if options.json:
        print_json(summaries)
        return
    if not summaries:
        remark("Nothing was found. Try fewer words or filters.")
        return
    print_table(
        ("repository", "weights", "quantizations", "licence", "terms", "downloads", "updated"),
        [
            (
                each.id,
                count(each.parameters),
                " ".join(each.quantizations),
                each.licence or "",
                "to accept" if each.gated else "",
                count(each.downloads),
                day(each.modified),
            )
            for each in summaries
        ],
        dispensable=("updated", "terms", "quantizations"),
    )
    remark(f"More of one: paceline models show {summaries[0].id}")


def _summaries(hub: Hub, query: ModelQuery, limit: int) -> list[RepositorySummary]:
    """Return the first ones, asking for as many pages as that takes."""
    summaries: list[RepositorySummary] = []
    empty = 0
    for page in _pages(hub, query):
        summaries += page
        empty = 0 if page else empty + 1
        if len(summaries) >= limit or empty == _MOST_EMPTY_PAGES:
            break
    return summaries[:limit]


def _pages(hub: Hub, query: ModelQuery) -> Iterator[tuple[RepositorySummary, ...]]:
    mark: PageMark | None = None
    while True:
        page = hub.search(query, mark)
        yield page.items
        mark = page.next
        if mark is None:
            return
