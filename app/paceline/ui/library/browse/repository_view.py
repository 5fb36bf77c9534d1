"""One repository of the Hub: its card, its models, what fits, and what to do with one of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.library.doctor.drafts import DraftCandidate
from paceline.library.hub.records import Repository
from paceline.library.memory_fit import MachineMemory
from paceline.ui.colours import Colours
from paceline.ui.composing.flow_layout import FlowLayout
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.library.browse.card_words import card_text, repository_facts
from paceline.ui.library.browse.offer_table import WIDE, OfferTable, offer_columns
from paceline.ui.library.browse.offers import Offer
from paceline.ui.library.choice_box import ChoiceBox
from paceline.ui.library.context_choice import context_choices
from paceline.ui.library.draft_words import draft_text
from paceline.ui.library.fit_words import fit_sentence
from paceline.ui.library.table import Table


class RepositoryView(QFrame):
    """Renders what it is given; hidden until there is a repository."""

    offer_chosen = Signal()
    context_chosen = Signal()
    draft_chosen = Signal()
    get_pressed = Signal()
    check_pressed = Signal()
    page_pressed = Signal()
    load_pressed = Signal()

    def __init__(
        self, colours: Colours, context: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("repository")
        self._title = ElidedLabel()
        self._title.setObjectName("repositoryTitle")
        self._facts = _wrapped("muted")
        self._card = _wrapped("")
        self._model = OfferTable(colours, self)
        self._table = Table(
            self.tr("Models of the repository"),
            self._model,
            (column.width for column in offer_columns()),
            wide=WIDE,
        )
        self._table.selectionModel().currentRowChanged.connect(self.offer_chosen)
        self._table.row_opened.connect(self.get_pressed)
        self._context: ChoiceBox[int] = ChoiceBox(self.tr("Context, in tokens"))
        self._context.offer(context_choices(context))
        self._context.currentIndexChanged.connect(self.context_chosen)
        self._drafts: ChoiceBox[DraftCandidate | None] = ChoiceBox(self.tr("Drafts that fit"))
        self._drafts.currentIndexChanged.connect(self._on_draft_chosen)
        self._fit = _wrapped("")
        self._get = self._button(self.tr("&Get"), self.get_pressed.emit)
        self._get.setObjectName("primary")
        self._load = self._button(self.tr("&Load"), self.load_pressed.emit)
        self._check = self._button(self.tr("Check a &pair…"), self.check_pressed.emit)
        self._page = self._button(self.tr("Open its pa&ge"), self.page_pressed.emit)
        self._lay_out()
        self.show_drafts(())
        self.hide()

    @property
    def offer(self) -> Offer | None:
        """The model that is chosen."""
        return self._model.offer_at(self._table.current_row())

    @property
    def draft(self) -> DraftCandidate | None:
        """The draft that is chosen for it, None for none."""
        return self._drafts.value

    @property
    def context_length(self) -> int:
        """Tokens that memory is reckoned for."""
        return self._context.value

    def count_drafts(self) -> int:
        """Return how many drafts are offered."""
        return self._drafts.count() - 1

    def show_repository(self, repository: Repository) -> None:
        """Show another repository."""
        self._title.setText(repository.id)
        self._title.setToolTip(repository.id)
        self.setAccessibleName(repository.id)
        self._facts.setText(repository_facts(repository))
        text = card_text(repository.card)
        self._card.setText(text)
        self._card.setVisible(bool(text))
        self.show_drafts(())
        self.show()

    def show_offers(self, offers: tuple[Offer, ...], machine: MachineMemory) -> None:
        """Show the models of the repository, or the same with other figures."""
        self._model.show_offers(offers)
        self._render(machine)

    def choose(self, row: int | None) -> None:
        """Choose a model."""
        self._table.choose(QModelIndex() if row is None else self._model.index(row, 0))

    def show_drafts(self, drafts: Sequence[DraftCandidate] | None) -> None:
        """Offer the drafts that fit to the model, best first; None while they are looked for."""
        none = self.tr("without a draft")
        if drafts is None:
            none = self.tr("looking for drafts that fit…")
        choices: list[tuple[str, DraftCandidate | None]] = [(none, None)]
        choices += [(draft_text(draft), draft) for draft in drafts or ()]
        self._drafts.offer(choices)
        self._drafts.setEnabled(bool(drafts))
        self._name_buttons()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._model.set_colours(colours)

    def take_focus(self) -> None:
        """Take the keyboard, to the models."""
        self._table.setFocus()

    # Inside -------------------------------------------------------------------------------

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", "").rstrip("…"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._page)
        choices = QWidget()
        flow = FlowLayout(choices, gap=8)
        for text, box in (
            (self.tr("Cont&ext:"), self._context),
            (self.tr("&Draft:"), self._drafts),
        ):
            label = QLabel(text)
            label.setBuddy(box)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(label)
            row.addWidget(box)
            flow.addWidget(pair)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._get)
        buttons.addWidget(self._load)
        buttons.addWidget(self._check)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._card)
        column.addWidget(self._table, 1)
        column.addWidget(choices)
        column.addWidget(self._fit)
        column.addLayout(buttons)

    def _render(self, machine: MachineMemory) -> None:
        offer = self.offer
        chosen = offer is not None
        here = offer is not None and offer.here is not None
        self._get.setEnabled(chosen)
        self._check.setEnabled(chosen)
        self._load.setVisible(here)
        self._fit.setVisible(chosen)
        if offer is not None:
            self._fit.setText(fit_sentence(offer.need, machine))
        self._name_buttons()

    def _name_buttons(self) -> None:
        """Say what the buttons would do."""
        self._get.setText(self.tr("&Get both") if self.draft else self.tr("&Get"))
        self._get.setAccessibleName(self._get.text().replace("&", ""))

    def _on_draft_chosen(self) -> None:
        self._name_buttons()
        self.draft_chosen.emit()


def _wrapped(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
