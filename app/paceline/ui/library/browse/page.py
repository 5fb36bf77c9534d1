"""The page of the Hub: what is looked for, what was found, and the repository that is looked at."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from paceline.errors import ErrorCode
from paceline.library.doctor.diagnosis import LocalFile, RemoteFile
from paceline.library.doctor.drafts import best_first, drafts_for, drafts_on_hub
from paceline.library.downloads.records import wanted
from paceline.library.file_names import Role
from paceline.library.hub.records import HubModel, Repository
from paceline.library.memory_fit import rough_need
from paceline.loading import PairChoice, PairKind
from paceline.ui.failure import Failure
from paceline.ui.library.background import Call
from paceline.ui.library.browse.filter_bar import FilterBar
from paceline.ui.library.browse.filters import Filters
from paceline.ui.library.browse.offers import Offer, offers_of, proposed
from paceline.ui.library.browse.reading import Reading
from paceline.ui.library.browse.repository_view import RepositoryView
from paceline.ui.library.browse.result_list import ResultList
from paceline.ui.library.browse.searching import Searching
from paceline.ui.library.desk import Desk
from paceline.ui.library.draft_search import Drafts, DraftSearch
from paceline.ui.library.draft_words import patient_of
from paceline.ui.library.hub_opening import HubMaker
from paceline.ui.library.lines_delegate import LinesDelegate
from paceline.ui.library.page import Page
from paceline.ui.library.sources import LibrarySources
from paceline.ui.library.stock import Stock
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.numbers import whole
from paceline.ui.sidebar.row_list import RowList

_LIST_WIDTH: Final = 250


class BrowsePage(Page):
    """Asks the Hub only while it is in view; what is on this machine is known without it."""

    def __init__(
        self,
        desk: Desk,
        hub: HubMaker,
        stock: Stock,
        sources: LibrarySources,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._hub = hub
        self._stock = stock
        self._sources = sources
        self._repository: Repository | None = None
        self._terms_opened: set[str] = set()
        colours = desk.appearance.colours
        self.results = ResultList(self)
        self._searching = Searching(desk.background, hub, self.results, self)
        self._reading = Reading(desk.background, hub, self)
        self._drafts = DraftSearch(desk.background, self)
        self.bar = FilterBar()
        self.repositories = RowList(self.tr("Repositories"))
        self.repositories.setModel(self.results)
        self._delegate = LinesDelegate(colours, 3, self.repositories)
        self.repositories.setItemDelegate(self._delegate)
        self._state = QLabel()
        self._state.setObjectName("muted")
        self._state.setWordWrap(True)
        self._clear = QPushButton(self.tr("Leave nothing out"))
        self._clear.setAccessibleName(self._clear.text())
        self._clear.clicked.connect(self.bar.clear_filters)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("The Hub is being asked"))
        self._trouble = TroubleRow()
        self.view = RepositoryView(colours, desk.keeper.settings.context_length)
        self._hint = QLabel(self.tr("Choose a repository to see its models."))
        self._hint.setObjectName("muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._lay_out()
        self._connect()
        self._render()

    # What the window asks of a page -------------------------------------------------------

    def enter(self) -> None:
        """Begin with what is popular, the first time."""
        self._stock.ensure()
        if self._searching.filters is None:
            self._searching.search(self.bar.filters)

    def focus(self) -> None:
        """The keyboard belongs to the search."""
        self.bar.search.setFocus()

    def show_repository(self, repository: str) -> None:
        """Look into this one, wherever it stands in the list."""
        index = self.results.index_of(repository)
        if index.isValid():
            self.repositories.setCurrentIndex(index)
        self._reading.look(repository)

    # Building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        found = QVBoxLayout(left)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(4)
        found.addWidget(self._busy)
        found.addWidget(self.repositories, 1)
        found.addWidget(self._state)
        found.addWidget(self._clear)
        right = QWidget()
        detail = QHBoxLayout(right)
        detail.setContentsMargins(0, 0, 0, 0)
        detail.addWidget(self.view, 1)
        detail.addWidget(self._hint, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_WIDTH, 3 * _LIST_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self._trouble)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_filters_changed)
        self.bar.stepped_down.connect(self.repositories.setFocus)
        self.repositories.left_upwards.connect(self.bar.search.setFocus)
        self.repositories.selectionModel().currentChanged.connect(self._on_row_changed)
        self.repositories.row_opened.connect(self.view.take_focus)
        self._searching.begun.connect(self._render)
        self._searching.ended.connect(self._on_search_ended)
        self._reading.begun.connect(self._render)
        self._reading.came.connect(self._on_repository_came)
        self._reading.header_came.connect(self._on_header_came)
        self._reading.failed.connect(self._on_failed)
        self._drafts.found.connect(self.view.show_drafts)
        self._drafts.failed.connect(self._on_failed)
        self._trouble.remedy_pressed.connect(self._on_trouble_pressed)
        view = self.view
        view.offer_chosen.connect(self._on_offer_chosen)
        view.context_chosen.connect(self._show_offers)
        view.draft_chosen.connect(self._show_offers)
        view.get_pressed.connect(self._on_get_pressed)
        view.load_pressed.connect(self._on_load_pressed)
        view.check_pressed.connect(self._on_check_pressed)
        view.page_pressed.connect(self._on_page_pressed)
        self._stock.changed.connect(self._show_offers)
        self._desk.appearance.colours_changed.connect(self._on_colours_changed)

    # What was found -----------------------------------------------------------------------

    def _on_filters_changed(self, filters: Filters) -> None:
        if filters != self._searching.filters:
            self._trouble.clear()
            self._searching.search(filters)
            self.repositories.scrollToTop()

    def _on_search_ended(self, failure: Failure | None) -> None:
        if failure is not None:
            self._on_failed(failure)
        else:
            self._trouble.clear()
        self._render()

    def _render(self) -> None:
        busy = self._searching.busy
        count = self.results.rowCount()
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.setVisible(busy)
        nothing = not busy and not count and self._trouble.failure is None
        filters = self.bar.filters
        if nothing and self.results.canFetchMore():
            text = self.tr("Nothing among the first pages. Other filters may find more.")
        elif nothing:
            text = self.tr("Nothing was found. Try other words, or leave out less.")
        elif busy and not count:
            text = self.tr("Asking the Hub…")
        elif self._searching.has_more:
            text = self.tr("{count} found so far; scroll for more").format(count=whole(count))
        else:
            text = self.tr("{count} found").format(count=whole(count))
        self._state.setText(text if self._trouble.failure is None or count else "")
        self._clear.setVisible(nothing and filters.narrows)
        self._hint.setVisible(self.view.isHidden())

    def _on_row_changed(self) -> None:
        summary = self.results.summary_at(self.repositories.currentIndex())
        if summary is not None:
            self._reading.look(summary.id)

    # The repository in view ---------------------------------------------------------------

    def _on_repository_came(self, repository: Repository) -> None:
        self._repository = repository
        self._trouble.clear()
        self.view.show_repository(repository)
        offers = self._show_offers()
        self.view.choose(proposed(offers))
        self._on_offer_chosen()  # also where it was chosen before
        self._render()

    def _show_offers(self) -> tuple[Offer, ...]:
        repository = self._repository
        if repository is None:
            return ()
        machine = self._sources.machine()
        draft = self.view.draft
        known = (
            (model, chart.facts)
            for model, chart in self._reading.known()
            if model.files[0].repository == repository.id and chart.facts is not None
        )
        offers = offers_of(
            repository,
            known,
            self.view.context_length,
            machine,
            draft_bytes=0 if draft is None else rough_need(draft.size or 0),
            installed=self._stock.models,
        )
        self.view.show_offers(offers, machine)
        return offers

    def _on_offer_chosen(self) -> None:
        self._drafts.stop()
        self._show_offers()
        offer = self.view.offer
        if offer is None:
            return
        if self._reading.chart(offer.model) is None:
            self.view.show_drafts(None)
            self._reading.look_into(offer.model)
        else:
            self._look_for_drafts(offer.model)

    def _on_header_came(self, model: HubModel) -> None:
        self._show_offers()
        offer = self.view.offer
        if offer is not None and offer.model == model:
            self._look_for_drafts(model)

    def _look_for_drafts(self, model: HubModel) -> None:
        """Show those that are at hand, and then those of the same author."""
        chart = self._reading.chart(model)
        if chart is None or chart.facts is None or model.role is not Role.MODEL:
            self.view.show_drafts(())
            return
        models, catalogue, hub = self._stock.models, self._sources.catalog, self._hub

        def find(call: Call[Drafts]) -> Drafts:
            near = drafts_for(chart, models, catalogue())
            call.tell(near)
            far = drafts_on_hub(chart, hub(), cancelled=call.cancelled)
            return best_first(chart, (*near, *far))

        self.view.show_drafts(None)
        self._drafts.look(find)

    # What the person wants ----------------------------------------------------------------

    def _on_get_pressed(self) -> None:
        offer = self.view.offer
        if offer is None:
            return
        draft = self.view.draft
        title = offer.model.title
        files = [wanted(file, file.commit) for file in offer.model.files]
        if draft is not None and draft.wanted:
            files += draft.wanted
            title = f"{title} + {draft.title}"
        self._desk.get(title, files)

    def _on_load_pressed(self) -> None:
        offer = self.view.offer
        if offer is not None and offer.here is not None:
            draft = self.view.draft
            beside = draft.installed if draft is not None else None
            self._desk.load(
                PairChoice(
                    PairKind.FILES, str(offer.here.path), str(beside.path) if beside else None
                )
            )

    def _on_check_pressed(self) -> None:
        offer = self.view.offer
        if offer is not None:
            here = offer.here
            target = RemoteFile(offer.model.files[0]) if here is None else LocalFile(here.path)
            draft = self.view.draft
            self._desk.check_wanted.emit(target, None if draft is None else patient_of(draft))

    def _on_page_pressed(self) -> None:
        if self._repository is not None:
            self._desk.open_terms(self._repository.id)

    def _on_failed(self, failure: Failure) -> None:
        self._trouble.show_failure(failure, self._button_for(failure))
        self._render()

    def _button_for(self, failure: Failure) -> str:
        """The words of what this page can do about it."""
        match failure.code:
            case ErrorCode.HUB_OFFLINE:
                return self.tr("&Use the Hub")
            case ErrorCode.HUB_GATED if failure.detail not in self._terms_opened:
                return self.tr("Accept its &terms…")
            case ErrorCode.HUB_TOKEN_REFUSED:
                return self.tr("&Enter a token…")
            case _:
                return self.tr("&Try again")

    def _on_trouble_pressed(self) -> None:
        failure = self._trouble.failure
        if failure is None:
            return
        match failure.code:
            case ErrorCode.HUB_OFFLINE:
                keeper = self._desk.keeper
                library = msgspec.structs.replace(keeper.settings.library, offline=False)
                keeper.keep(msgspec.structs.replace(keeper.settings, library=library))
                self._ask_again()
            case ErrorCode.HUB_GATED if failure.detail not in self._terms_opened:
                self._desk.open_terms(failure.detail)
                self._terms_opened.add(failure.detail)
                self._trouble.show_failure(failure, self._button_for(failure))
            case ErrorCode.HUB_TOKEN_REFUSED:
                self._desk.ask_for_token(self._ask_again)
            case _:
                self._ask_again()

    def _ask_again(self) -> None:
        """Ask for what the Hub did not give."""
        self._trouble.clear()
        self._drafts.stop()
        if self._searching.has_failed:
            self._searching.again()
        else:
            self._reading.again()

    def _on_colours_changed(self) -> None:
        colours = self._desk.appearance.colours
        self._delegate.colours = colours
        self.repositories.viewport().update()
        self.view.set_colours(colours)
