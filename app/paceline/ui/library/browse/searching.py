"""Asks the Hub for what the person looks for, page by page, one question at a time."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from paceline.library.hub.records import ModelQuery, Page, PageMark
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.library.browse.filters import Filters
from paceline.ui.library.browse.result_list import ResultList
from paceline.ui.library.hub_opening import HubMaker

MOST_EMPTY_PAGES: Final = 4
"""In a row, where filters leave out what the Hub gives; then the person is asked to go on."""


class Searching(QObject):
    """Fills the list of results; each search ends in `ended`, unless another one took its place."""

    begun = Signal()
    ended = Signal(object)
    """Carries a `Failure`, or None where all went well."""

    def __init__(
        self,
        background: Background,
        hub: HubMaker,
        results: ResultList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._hub = hub
        self._results = results
        self._filters: Filters | None = None
        self._next: PageMark | None = None
        self._call: Call[None] | None = None
        self._failed = False
        results.more_wanted.connect(self.more)

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._call is not None

    @property
    def has_failed(self) -> bool:
        """Whether the last question was not answered."""
        return self._failed

    @property
    def has_more(self) -> bool:
        """Whether there is more than what came so far."""
        return self._next is not None

    @property
    def filters(self) -> Filters | None:
        """What was looked for last; None before the first search."""
        return self._filters

    def search(self, filters: Filters) -> None:
        """Look for this instead."""
        self.cancel()
        self._filters = filters
        self._next = None
        self._results.begin()
        self._ask(None)

    def more(self) -> None:
        """Ask for the page behind those that came."""
        if self._call is None and self._next is not None:
            self._ask(self._next)

    def again(self) -> None:
        """Try again what failed."""
        if self._call is None and self._filters is not None:
            self._ask(self._next)

    def cancel(self) -> None:
        """Wait for no answer any more."""
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _ask(self, mark: PageMark | None) -> None:
        assert self._filters is not None
        query = self._filters.query()
        hub = self._hub

        def work(call: Call[None]) -> Page:
            return _page_with_something(hub, query, mark, call)

        self._failed = False
        self.begun.emit()
        self._call = self._background.start(work, self._on_came, self._on_failed)

    def _on_came(self, page: Page) -> None:
        self._call = None
        self._next = page.next
        self._results.append(page.items, has_more=page.next is not None)
        self.ended.emit(None)

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self._failed = True
        self._results.stop()
        self.ended.emit(failure)


def _page_with_something(
    hub: HubMaker, query: ModelQuery, mark: PageMark | None, call: Call[None]
) -> Page:
    """Return the first page that is not empty, or the last one that was asked for."""
    access = hub()
    page = access.search(query, mark)
    for _ in range(MOST_EMPTY_PAGES):
        if page.items or page.next is None or call.cancelled():
            break
        page = access.search(query, page.next)
    return page
