"""The page of what is on this machine."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from paceline.library.doctor.chart import chart_of
from paceline.library.doctor.diagnosis import LocalFile
from paceline.library.doctor.drafts import DraftCandidate, drafts_for
from paceline.library.installed.records import InstalledModel
from paceline.loading import PairChoice, PairKind
from paceline.ui.failure import Failure
from paceline.ui.library.background import Call
from paceline.ui.library.cell_delegate import CellDelegate
from paceline.ui.library.choice_box import ChoiceBox
from paceline.ui.library.desk import Desk
from paceline.ui.library.draft_search import Drafts, DraftSearch
from paceline.ui.library.draft_words import patient_of
from paceline.ui.library.installed.arranging import Order, Show, show_choices
from paceline.ui.library.installed.chores import Asking, Chores
from paceline.ui.library.installed.detail import ModelDetail
from paceline.ui.library.installed.model_table import ModelTable, model_columns
from paceline.ui.library.page import Page
from paceline.ui.library.search_box import LOCAL_PAUSE_MS, SearchBox
from paceline.ui.library.sizes import size_text
from paceline.ui.library.stock import Stock
from paceline.ui.library.table import Table
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.numbers import whole
from paceline.ui.progress_row import ProgressRow


class InstalledPage(Page):
    """Lists models and does with them what the person wants."""

    def __init__(
        self,
        desk: Desk,
        stock: Stock,
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._stock = stock
        self._chores = Chores(desk, asking or Asking(), self)
        self._chosen: Path | None = None
        colours = desk.appearance.colours
        self.search = SearchBox(self.tr("Search installed models"), LOCAL_PAUSE_MS)
        self._show: ChoiceBox[Show] = ChoiceBox(self.tr("Show"))
        self._show.offer(show_choices())
        self._sort: ChoiceBox[int] = ChoiceBox(self.tr("Sort by"))
        self._columns = model_columns()
        self._sort.offer(
            (self.tr("Sort: {column}").format(column=each.name), place)
            for place, each in enumerate(self._columns)
        )
        self._model = ModelTable(colours, self)
        self.table = Table(
            self.tr("Installed models"), self._model, (each.width for each in self._columns)
        )
        self.table.setItemDelegate(CellDelegate(self._model, self.table))
        # In this order: a table sorts at once by its header's indicator, which begins falling.
        self.table.horizontalHeader().setSortIndicator(*self._model.order)
        self.table.setSortingEnabled(True)
        self._state = QLabel()
        self._state.setObjectName("muted")
        self._trouble = TroubleRow()
        self._progress = ProgressRow()
        self._news = QLabel()
        self._news.setObjectName("sheetVerdict")
        self._news.setWordWrap(True)
        self._news.hide()
        self.detail = ModelDetail()
        self._drafts = DraftSearch(desk.background, self)
        self._lay_out()
        self._connect()
        self._render()

    # What the window asks of a page -------------------------------------------------------

    def enter(self) -> None:
        """Show what other pages know already, and look what is there, the first time."""
        self._on_stock_changed()
        self._stock.ensure()

    def focus(self) -> None:
        """The keyboard belongs to the search."""
        self.search.setFocus()

    @property
    def is_looking(self) -> bool:
        """Whether models are still being looked for."""
        return self._stock.is_scanning

    @property
    def news(self) -> str:
        """What came of the last chore, empty where it was not told yet or is of no interest."""
        return self._news.text() if self._news.isVisible() else ""

    def look_again(self) -> None:
        """Search all folders anew."""
        self._stock.refresh()

    # Building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Installed models"))
        title.setObjectName("sectionTitle")
        title.setIndent(0)
        file = self._button(self.tr("Add a &file…"), self._chores.add_file)
        folder = self._button(self.tr("Add a f&older…"), self._chores.add_folder)
        again = self._button(self.tr("Look &again"), self._stock.refresh)
        again.setToolTip(self.tr("Folders are watched, so this is seldom needed"))
        again.setAccessibleDescription(again.toolTip())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        for button in (file, folder, again):
            head.addWidget(button)
        search = QHBoxLayout()
        search.setSpacing(8)
        search.addWidget(self.search, 1)
        search.addWidget(self._show)
        search.addWidget(self._sort)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(search)
        column.addWidget(self._trouble)
        column.addWidget(self.table, 1)
        column.addWidget(self._state)
        column.addWidget(self._progress)
        column.addWidget(self._news)
        column.addWidget(self.detail)

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", "").rstrip("…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _connect(self) -> None:
        self.search.search_wanted.connect(self._filter)
        self.search.stepped_down.connect(self.table.setFocus)
        self._show.currentIndexChanged.connect(self._filter)
        self._sort.currentIndexChanged.connect(self._on_sort_chosen)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.table.row_opened.connect(self._load)
        self._model.modelReset.connect(self._on_rows_reset)
        self._stock.changed.connect(self._on_stock_changed)
        self._stock.scanning_changed.connect(self._render)
        self._stock.failed.connect(self._trouble.show_failure)
        self._trouble.remedy_pressed.connect(self._on_trouble_pressed)
        self._chores.failed.connect(self._trouble.show_failure)
        self._chores.told.connect(self._tell)
        self._chores.progressed.connect(self._on_verifying)
        self._chores.verified.connect(self._on_verification_ended)
        self._progress.cancel_pressed.connect(self._chores.stop_verifying)
        self._drafts.found.connect(self.detail.show_drafts)
        self._drafts.failed.connect(self._on_draft_search_failed)
        self._desk.appearance.colours_changed.connect(self._model.set_colours)
        detail = self.detail
        detail.load_pressed.connect(self._load)
        detail.pair_pressed.connect(self._on_pair_pressed)
        detail.check_pressed.connect(self._on_check_pressed)
        detail.reveal_pressed.connect(lambda: self._do(self._chores.reveal))
        detail.verify_pressed.connect(lambda: self._do(self._chores.verify))
        detail.delete_pressed.connect(lambda: self._do(self._chores.delete))
        detail.forget_pressed.connect(lambda: self._do(self._chores.forget))

    # Rendering ----------------------------------------------------------------------------

    @property
    def _current(self) -> InstalledModel | None:
        return self._model.model_at(self.table.current_row())

    def _on_stock_changed(self) -> None:
        self._model.show_models(self._stock.models)
        self._render()
        if self._current is not None:
            self._show_current()

    def _render(self) -> None:
        models = self._stock.models
        size = size_text(sum(one.size for one in models))
        shown = self._model.rowCount()
        if not models and self._stock.has_looked:
            text = self.tr(
                "There is no model on this machine yet. Get one under Recommended, or add a file."
            )
        elif shown < len(models):
            text = self.tr("{shown} of {count} models").format(
                shown=whole(shown), count=whole(len(models))
            )
        else:
            text = self.tr("%n model(s), {size}", "", len(models)).format(size=size)
        if self._stock.is_scanning:
            text = self.tr("{state}. Looking…").format(state=text)
        self._state.setText(text)
        self._sort.choose_silently(self._model.order[0])

    def _on_rows_reset(self) -> None:
        """Stay at the model that was chosen, wherever its row is now."""
        if self._chosen is not None:
            self.table.choose(self._model.index_of(self._chosen))
        if self._current is None:
            self._show_current()

    def _on_row_changed(self) -> None:
        self._show_current()

    def _show_current(self) -> None:
        model = self._current
        if model is not None:
            self._chosen = model.path
        if model == self.detail.model:
            return
        self.detail.show_model(model)
        if model is not None:
            self._news.hide()
        self._drafts.stop()
        if model is not None and model.facts is not None and not model.role.is_drafter:
            self._look_for_drafts(model)

    # What the person looks for ------------------------------------------------------------

    def _filter(self) -> None:
        self._model.filter(self.search.words, self._show.value)
        self._render()

    def _on_sort_chosen(self) -> None:
        place = self._sort.value
        falls = self._columns[place].order in (Order.SIZE, Order.CONTEXT, Order.USED)
        way = Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(place, way)

    def _on_sorted(self) -> None:
        self._sort.choose_silently(self._model.order[0])

    def _look_for_drafts(self, model: InstalledModel) -> None:
        models = self._stock.models

        def find(_call: Call[Drafts]) -> Drafts:
            return drafts_for(chart_of(model), models, repository=model.repository)

        self._drafts.look(find)

    def _on_draft_search_failed(self, failure: Failure) -> None:
        self.detail.show_drafts(())
        self._trouble.show_failure(failure)

    # What the person wants ----------------------------------------------------------------

    def _load(self) -> None:
        model = self._current
        if model is not None and model.trouble is None and not model.role.is_drafter:
            self._desk.load(PairChoice(PairKind.FILES, str(model.path)))

    def _on_pair_pressed(self, draft: DraftCandidate) -> None:
        model = self._current
        if model is not None and draft.installed is not None:
            choice = PairChoice(PairKind.FILES, str(model.path), str(draft.installed.path))
            self._desk.load(choice)

    def _on_check_pressed(self, draft: DraftCandidate | None) -> None:
        if (model := self._current) is not None:
            patient = LocalFile(model.path)
            self._desk.check_wanted.emit(patient, None if draft is None else patient_of(draft))

    def _on_trouble_pressed(self) -> None:
        self._trouble.clear()
        self._stock.refresh()

    def _do(self, chore: Callable[[InstalledModel], None]) -> None:
        if (model := self._current) is not None:
            chore(model)

    def _tell(self, news: str) -> None:
        self._news.setText(news)
        self._news.setAccessibleName(news)
        self._news.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._news, QAccessible.Event.Alert))

    def _on_verifying(self, what: str, fraction: float) -> None:
        self._progress.show_progress(what, fraction)
        self.detail.show_verifying(verifying=True)

    def _on_verification_ended(self) -> None:
        self._progress.hide()
        self.detail.show_verifying(verifying=False)
