"""One installed model: what is known of it, which drafts fit, and what can be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from paceline.library.doctor.drafts import DraftCandidate
from paceline.library.installed.places import PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.ui.composing.flow_layout import FlowLayout
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.library.choice_box import ChoiceBox
from paceline.ui.library.draft_words import draft_text
from paceline.ui.library.installed.model_words import facts_text, trouble_text


class ModelDetail(QFrame):
    """Renders one model and tells what the person wants of it."""

    load_pressed = Signal()
    pair_pressed = Signal(object)
    """Carries the `DraftCandidate` to load beside it."""
    check_pressed = Signal(object)
    """Carries the `DraftCandidate` that the doctor is to look at, or None."""
    reveal_pressed = Signal()
    verify_pressed = Signal()
    delete_pressed = Signal()
    forget_pressed = Signal()
    """The folder that the person added is to be left out of the list again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelDetail")
        self._model: InstalledModel | None = None
        self._title = ElidedLabel()
        self._title.setObjectName("settingTitle")
        self._facts = QLabel()
        self._path = ElidedLabel()
        self._path.setObjectName("muted")
        self._trouble = QLabel()
        self._trouble.setObjectName("contextWarning")
        for label in (self._facts, self._trouble):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._drafts: ChoiceBox[DraftCandidate | None] = ChoiceBox(self.tr("Drafts that fit"))
        self._drafts_label = QLabel(self.tr("&Draft:"))
        self._drafts_label.setBuddy(self._drafts)
        self._drafts.currentIndexChanged.connect(self._render_buttons)
        self._load = self._button(self.tr("&Load"), self._on_load_clicked, primary=True)
        self._check = self._button(self.tr("Check a &pair…"), self._on_check_clicked)
        self._verify = self._button(self.tr("&Verify"), self.verify_pressed.emit)
        self._reveal = self._button(self.tr("&Show in folder"), self.reveal_pressed.emit)
        self._forget = self._button(self.tr("&Take off the list"), self.forget_pressed.emit)
        self._delete = self._button(self.tr("De&lete…"), self.delete_pressed.emit)
        self._verify.setToolTip(self.tr("Read every byte and compare it with the published sum"))
        self._verify.setAccessibleDescription(self._verify.toolTip())
        self._lay_out()
        self.show_model(None)

    @property
    def model(self) -> InstalledModel | None:
        """The model that is shown."""
        return self._model

    @property
    def trouble(self) -> str:
        """Why the model cannot be used, as it stands there."""
        return self._trouble.text()

    def count_drafts(self) -> int:
        """Return how many drafts are offered."""
        return self._drafts.count() - 1

    def show_model(self, model: InstalledModel | None) -> None:
        """Show this one, its drafts not known yet; None hides everything."""
        self._model = model
        self.setVisible(model is not None)
        if model is None:
            return
        self._title.setText(model.title)
        self._title.setToolTip(model.title)
        self.setAccessibleName(model.title)
        self._facts.setText(facts_text(model))
        self._path.setText(str(model.path))
        self._path.setToolTip(str(model.path))
        self._trouble.setText(trouble_text(model))
        self._trouble.setVisible(model.trouble is not None)
        usable = model.trouble is None and not model.role.is_drafter
        self._load.setEnabled(usable)
        self._delete.setVisible(model.deletable)
        self._forget.setVisible(model.place.kind is PlaceKind.OWN)
        self.show_drafts(None if usable and model.facts is not None else ())

    def show_drafts(self, drafts: Sequence[DraftCandidate] | None) -> None:
        """Offer the drafts that fit, the best first; None while they are looked for."""
        none = self.tr("without a draft")
        if drafts is None:
            none = self.tr("looking for drafts that fit…")
        choices: list[tuple[str, DraftCandidate | None]] = [(none, None)]
        choices += [(draft_text(draft), draft) for draft in drafts or ()]
        self._drafts.offer(choices)
        self._drafts.setEnabled(bool(drafts))
        self._render_buttons()

    def show_verifying(self, *, verifying: bool) -> None:
        """While a file is read, it cannot be read again, nor deleted."""
        self._verify.setEnabled(not verifying)
        self._delete.setEnabled(not verifying)

    def _button(
        self, text: str, pressed: Callable[[], None], *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", "").rstrip("…"))
        button.setAutoDefault(False)
        if primary:
            button.setObjectName("primary")
        button.clicked.connect(pressed)
        return button

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self._drafts_label)
        choice.addWidget(self._drafts)
        choice.addStretch()
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for button in (
            self._load,
            self._check,
            self._verify,
            self._reveal,
            self._forget,
            self._delete,
        ):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addWidget(self._path)
        column.addWidget(self._trouble)
        column.addLayout(choice)
        column.addWidget(row)

    def _render_buttons(self) -> None:
        with_draft = self._drafts.value is not None
        self._load.setText(self.tr("&Load with draft") if with_draft else self.tr("&Load"))
        self._load.setAccessibleName(self._load.text().replace("&", ""))

    def _on_load_clicked(self) -> None:
        draft = self._drafts.value
        if draft is None:
            self.load_pressed.emit()
        else:
            self.pair_pressed.emit(draft)

    def _on_check_clicked(self) -> None:
        self.check_pressed.emit(self._drafts.value)
