"""The page of recommended pairs: those that suit this machine first, each a button away."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from paceline.library.memory_fit import Fit
from paceline.library.pair_files import wanted_files
from paceline.ui.failure import Failure
from paceline.ui.library.background import Call
from paceline.ui.library.desk import Desk
from paceline.ui.library.page import Page, PageKind
from paceline.ui.library.recommended.card import Card
from paceline.ui.library.recommended.offer import Offer, with_jobs
from paceline.ui.library.recommended.shelf import Shelf
from paceline.ui.library.sizes import size_text
from paceline.ui.library.trouble_row import TroubleRow


class RecommendedPage(Page):
    """Looks again at what is here whenever it comes into view or something arrived.

    `look` reads the catalogue and the folders with models; it is called beside the window.
    """

    def __init__(self, desk: Desk, look: Callable[[], Shelf]) -> None:
        super().__init__()
        self._desk = desk
        self._look = look
        self._call: Call[None] | None = None
        self._again = False
        self._cards: dict[str, Card] = {}
        self._wants_focus = False
        title = QLabel(self.tr("Recommended pairs"))
        title.setObjectName("sectionTitle")
        title.setIndent(0)
        self._lead = QLabel(self.tr("Looking at what this machine can hold…"))
        self._lead.setObjectName("muted")
        self._lead.setWordWrap(True)
        self._trouble = TroubleRow()
        self._trouble.remedy_pressed.connect(self.enter)
        inside = QWidget()
        inside.setObjectName("libraryPage")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 12)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("libraryArea")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 4, 10, 0)
        whole.setSpacing(8)
        for part in (title, self._lead, self._trouble):
            whole.addWidget(part)
        whole.addWidget(self._area, 1)
        desk.files_changed.connect(self.enter)
        desk.downloads.changed.connect(self._on_jobs_changed)

    def enter(self) -> None:
        """Look at the machine and at what is here."""
        if self._call is not None:
            self._again = True
            return
        self._call = self._desk.background.start(
            lambda _call: self._look(), self._on_looked, self._on_failed
        )

    def focus(self) -> None:
        """Take the keyboard to the first pair, as soon as it is there."""
        first = next(iter(self._cards.values()), None)
        self._wants_focus = first is None
        if first is not None:
            first.focus()

    def _on_looked(self, shelf: Shelf) -> None:
        self._call = None
        self._trouble.clear()
        words = self.tr(
            "This machine has {total} of memory, {free} of it free. What suits it best comes first."
        )
        total, free = size_text(shelf.machine.total), size_text(shelf.machine.available)
        self._lead.setText(words.format(total=total, free=free))
        jobs = self._desk.downloads.jobs
        offers = [with_jobs(offer, jobs) for offer in shelf.offers]
        if [offer.pair for offer in offers] == [card.offer.pair for card in self._cards.values()]:
            for card, offer in zip(self._cards.values(), offers, strict=True):
                card.show_offer(offer)
        else:
            self._fill(offers)
        if self._again:
            self._again = False
            self.enter()

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self._trouble.show_failure(failure)

    def _fill(self, offers: list[Offer]) -> None:
        for card in self._cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()
        for place, offer in enumerate(offers):
            card = Card(offer, best=place == 0 and offer.fit is Fit.FITS)
            card.get_pressed.connect(self._on_get_pressed)
            card.load_pressed.connect(self._on_load_pressed)
            card.show_pressed.connect(lambda _id: self._desk.show_page(PageKind.DOWNLOADS))
            card.check_pressed.connect(self._on_check_pressed)
            self._column.insertWidget(place, card)
            card.show()  # Qt would do so later, and until then it could not take the keyboard
            self._cards[offer.pair.id] = card
        if self._wants_focus and self.isVisible():
            self.focus()

    def _on_jobs_changed(self) -> None:
        jobs = self._desk.downloads.jobs
        for card in self._cards.values():
            shown = with_jobs(card.offer, jobs)
            if shown != card.offer:
                card.show_offer(shown)

    def _on_get_pressed(self, pair: str) -> None:
        offer = self._cards[pair].offer
        self._desk.get(offer.pair.title, wanted_files(offer.missing))

    def _on_load_pressed(self, pair: str) -> None:
        choice = self._cards[pair].offer.choice
        if choice is not None:
            self._desk.load(choice)

    def _on_check_pressed(self, pair: str) -> None:
        self._desk.check(self._cards[pair].offer.pair)
