"""The page of the pair doctor: two models, and whether they work together."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from paceline.library.catalog import CatalogPair
from paceline.library.doctor.diagnosis import Diagnosis, LocalFile, Part, Patient
from paceline.ui.failure import Failure
from paceline.ui.file_choice import choose_gguf
from paceline.ui.library.background import Call
from paceline.ui.library.choice_box import ChoiceBox
from paceline.ui.library.context_choice import context_choices
from paceline.ui.library.desk import Desk
from paceline.ui.library.doctor.candidates import (
    Candidate,
    of_catalogue,
    of_file,
    of_installed,
    of_patient,
    of_repository,
)
from paceline.ui.library.doctor.consultation import Consultation
from paceline.ui.library.doctor.patient_card import PatientCard
from paceline.ui.library.doctor.picker import Picker
from paceline.ui.library.doctor.prescription import Next, Step, next_step
from paceline.ui.library.doctor.verdict_view import VerdictView
from paceline.ui.library.hub_opening import HubMaker
from paceline.ui.library.page import Page
from paceline.ui.library.sources import LibrarySources
from paceline.ui.library.stock import Stock
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.progress_row import ProgressRow

ChooseFile = Callable[[QWidget, str, Path | None], Path | None]
"""Asks for a GGUF file: parent, title, where to start."""

_BOTH: Final = (Part.TARGET, Part.DRAFT)


class DoctorPage(Page):
    """Examines as soon as both are chosen."""

    def __init__(
        self,
        desk: Desk,
        hub: HubMaker,
        stock: Stock,
        sources: LibrarySources,
        choose_file: ChooseFile = choose_gguf,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._stock = stock
        self._hub = hub
        self._sources = sources
        self._choose_file = choose_file
        self._chosen: dict[Part, Candidate] = {}
        self._diagnosis: Diagnosis | None = None
        self._consultation = Consultation(desk.background, hub, sources, self)
        self.cards = {
            Part.TARGET: PatientCard(
                self.tr("Target"), self.tr("The model that writes the answer.")
            ),
            Part.DRAFT: PatientCard(
                self.tr("Draft"), self.tr("The small model that guesses ahead.")
            ),
        }
        self._swap = self._button(self.tr("&Swap"), self._on_swap_clicked)
        self._again = self._button(self.tr("Check &again"), self._examine)
        self._act = self._button("", self._on_act_clicked)
        self._act.setObjectName("primary")
        self._context: ChoiceBox[int] = ChoiceBox(self.tr("Context, in tokens"))
        self._context.offer(context_choices(desk.keeper.settings.context_length))
        self._progress = ProgressRow()
        self._trouble = TroubleRow()
        self._verdict = VerdictView(desk.appearance.colours)
        self._area = QScrollArea()
        self._area.setObjectName("libraryArea")
        self._area.setAccessibleName(self.tr("Verdict"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._verdict)
        self._verdict.setObjectName("libraryPage")
        self._hint = QLabel()
        self._hint.setObjectName("muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self._render()

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What was found about the pair that is chosen."""
        return self._diagnosis

    # What the window asks of a page -------------------------------------------------------

    def enter(self) -> None:
        """Know what is installed, for the choice."""
        self._stock.ensure()

    def focus(self) -> None:
        """The keyboard belongs to what is chosen next."""
        part = Part.DRAFT if Part.TARGET in self._chosen else Part.TARGET
        self.cards[part].take_focus()

    def show_pair(self, target: Patient | None, draft: Patient | None) -> None:
        """Take these; one that is None stays what it was."""
        for part, patient in zip(_BOTH, (target, draft), strict=True):
            if patient is not None:
                self._chosen[part] = of_patient(patient)
        self._examine()

    def show_catalogue_pair(self, pair: CatalogPair) -> None:
        """Take a recommended pair."""
        for part, candidate in zip(_BOTH, of_catalogue((pair,)), strict=False):
            self._chosen[part] = candidate
        self._examine()

    # Building -----------------------------------------------------------------------------

    def _button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", ""))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: pressed())
        return button

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Pair doctor"))
        title.setObjectName("sectionTitle")
        title.setIndent(0)
        lead = QLabel(
            self.tr("Do two models work together? Only their headers are read for the answer.")
        )
        lead.setObjectName("muted")
        lead.setWordWrap(True)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        cards.addWidget(self.cards[Part.TARGET], 1)
        cards.addWidget(self._swap, 0, Qt.AlignmentFlag.AlignVCenter)
        cards.addWidget(self.cards[Part.DRAFT], 1)
        context = QLabel(self.tr("Cont&ext:"))
        context.setBuddy(self._context)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(context)
        bottom.addWidget(self._context)
        bottom.addStretch()
        bottom.addWidget(self._again)
        bottom.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 14, 12)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(lead)
        column.addLayout(cards)
        column.addWidget(self._progress)
        column.addWidget(self._trouble)
        column.addWidget(self._area, 1)
        column.addWidget(self._hint, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        for part, card in self.cards.items():
            card.choose_pressed.connect(lambda part=part: self._open_picker(part))
            card.file_pressed.connect(lambda part=part: self._ask_for_file(part))
            card.file_dropped.connect(lambda file, part=part: self._take_file(part, file))
        self._context.currentIndexChanged.connect(self._examine)
        self._consultation.progressed.connect(self._progress.show_progress)
        self._consultation.ended.connect(self._on_diagnosed)
        self._consultation.failed.connect(self._on_failed)
        self._progress.cancel_pressed.connect(self._on_cancelled)
        self._trouble.remedy_pressed.connect(self._on_trouble_pressed)
        self._desk.appearance.colours_changed.connect(self._verdict.set_colours)
        self._stock.changed.connect(self._render)

    # What the person wants ----------------------------------------------------------------

    def _open_picker(self, part: Part) -> None:
        title = self.tr("Choose the target") if part is Part.TARGET else self.tr("Choose the draft")
        picker = Picker(title, self._desk.appearance.colours, self)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.offer((*of_installed(self._stock.models), *of_catalogue(self._sources.catalog())))
        picker.chosen.connect(lambda candidate: self._take(part, candidate))
        picker.file_wanted.connect(picker.reject)
        picker.file_wanted.connect(lambda: self._ask_for_file(part))
        picker.repository_wanted.connect(lambda name: self._look_into(name, picker))
        picker.open()

    def _look_into(self, repository: str, picker: Picker) -> None:
        hub = self._hub
        call: Call[None] = self._desk.background.start(
            lambda _call: of_repository(hub().repository(repository)),
            picker.add_repository,
            picker.show_failure,
        )
        picker.finished.connect(call.cancel)

    def _ask_for_file(self, part: Part) -> None:
        title = self.tr("Open a target model") if part is Part.TARGET else self.tr("Open a draft")
        here = self._chosen.get(part)
        start = None
        if here is not None and isinstance(here.patient, LocalFile):
            start = here.patient.path.parent
        if file := self._choose_file(self, title, start):
            self._take_file(part, file)

    def _take_file(self, part: Part, file: Path) -> None:
        self._take(part, of_file(LocalFile(file)))

    def _take(self, part: Part, candidate: Candidate) -> None:
        self._chosen[part] = candidate
        self._examine()

    def _on_swap_clicked(self) -> None:
        target, draft = self._chosen.get(Part.TARGET), self._chosen.get(Part.DRAFT)
        pairs = ((Part.TARGET, draft), (Part.DRAFT, target))
        self._chosen = {part: one for part, one in pairs if one is not None}
        self._examine()

    def _on_act_clicked(self) -> None:
        step = self._next()
        match step.what:
            case Next.LOAD | Next.LOAD_TARGET if step.choice is not None:
                self._desk.load(step.choice)
            case Next.GET | Next.GET_TARGET:
                self._desk.get(step.title, step.wanted)
            case _:
                pass

    # The examination ----------------------------------------------------------------------

    def _examine(self) -> None:
        self._consultation.cancel()
        self._progress.hide()
        self._trouble.clear()
        self._diagnosis = None
        if len(self._chosen) == len(_BOTH):
            target, draft = (self._chosen[part].patient for part in _BOTH)
            self._consultation.examine(target, draft, self._context.value)
        self._render()

    def _on_diagnosed(self, diagnosis: Diagnosis) -> None:
        self._progress.hide()
        self._diagnosis = diagnosis
        self._verdict.show_diagnosis(diagnosis, self._sources.machine())
        self._render()

    def _on_failed(self, failure: Failure) -> None:
        self._progress.hide()
        self._trouble.show_failure(failure, self.tr("&Try again"))
        self._render()

    def _on_cancelled(self) -> None:
        self._consultation.cancel()
        self._progress.hide()
        self._render()

    def _on_trouble_pressed(self) -> None:
        self._examine()

    def _next(self) -> Step:
        return next_step(
            self._diagnosis,
            self._chosen.get(Part.TARGET),
            self._chosen.get(Part.DRAFT),
            self._stock.models,
        )

    def _render(self) -> None:
        for part, card in self.cards.items():
            card.show_candidate(self._chosen.get(part))
        both = len(self._chosen) == len(_BOTH)
        self._swap.setEnabled(bool(self._chosen))
        self._again.setEnabled(both and not self._consultation.busy)
        self._area.setVisible(self._diagnosis is not None)
        self._hint.setVisible(self._diagnosis is None)
        waiting = self.tr("Reading the headers…")
        choosing = self.tr("Choose both, and the verdict will stand here.")
        failed = self._trouble.failure is not None
        self._hint.setText(waiting if self._consultation.busy else "" if failed else choosing)
        step = self._next()
        words = {
            Next.NOTHING: self.tr("&Load the pair"),
            Next.LOAD: self.tr("&Load the pair"),
            Next.LOAD_TARGET: self.tr("&Load the target alone"),
            Next.GET: self.tr("&Get the pair"),
            Next.GET_TARGET: self.tr("&Get the target"),
        }
        self._act.setText(words[step.what])
        self._act.setAccessibleName(words[step.what].replace("&", ""))
        self._act.setEnabled(step.what is not Next.NOTHING)
