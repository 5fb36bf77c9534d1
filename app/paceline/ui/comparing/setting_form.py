"""The choice of one of the two settings that are compared."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice, Speculation
from paceline.ui.drafter_names import drafter_name
from paceline.ui.spin_text import inset_text

translate = QCoreApplication.translate

_NEED_DRAFT = (DrafterChoice.DRAFT_MODEL, DrafterChoice.CASCADE, DrafterChoice.HIERARCHY)


class SettingForm(QWidget):
    """Who guesses, and how far; `name` is A or B."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(name)
        self._title.setObjectName("inspectorTitle")
        self._drafter = QComboBox()
        self._drafter.setAccessibleName(self.tr("Speculation of {name}").format(name=name))
        # On Linux the text of a combo box hides its name from screen readers.
        self._drafter.setAccessibleDescription(self._drafter.accessibleName())
        self._drafter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._length = QSpinBox()
        inset_text(self._length)
        self._length.setRange(0, MAX_DRAFT_LENGTH)
        self._length.setSpecialValueText(self.tr("auto"))
        self._length.setAccessibleName(self.tr("Draft length of {name}").format(name=name))
        self._length.setToolTip(
            self.tr("Guesses per pass; auto leaves their number to the governor")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._drafter, 1)
        row.addWidget(self._length)
        self._drafter.currentIndexChanged.connect(self._on_drafter_changed)

    @property
    def speculation(self) -> Speculation:
        """What was chosen."""
        drafter: DrafterChoice | None = self._drafter.currentData()
        if drafter is None:
            return Speculation(enabled=False)
        return Speculation(drafter=drafter, draft_length=self._length.value() or None)

    def offer(self, *, has_draft: bool) -> None:
        """List what can guess with or without a draft model; the choice stays where it can."""
        chosen = self.speculation if self._drafter.count() else None
        self._drafter.blockSignals(True)
        self._drafter.clear()
        self._drafter.addItem(translate("SettingForm", "No speculation"), None)
        for drafter in DrafterChoice:
            if has_draft or drafter not in _NEED_DRAFT:
                self._drafter.addItem(_label(drafter), drafter)
        self._drafter.blockSignals(False)
        if chosen is not None:
            self.choose(chosen)

    def choose(self, speculation: Speculation) -> None:
        """Show a choice."""
        wanted = speculation.drafter if speculation.enabled else None
        self._drafter.setCurrentIndex(max(0, self._drafter.findData(wanted)))
        self._length.setValue(speculation.draft_length or 0)
        self._on_drafter_changed()

    def _on_drafter_changed(self) -> None:
        self._length.setEnabled(self._drafter.currentData() is not None)


def _label(drafter: DrafterChoice) -> str:
    if drafter is DrafterChoice.AUTO:
        return translate("SettingForm", "The governor decides")
    name = drafter_name(drafter)
    return name[:1].upper() + name[1:]
