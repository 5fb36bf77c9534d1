"""The settings dialog: made from the declarations; everything acts at once."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from paceline.settings import Settings
from paceline.ui.actions import Actions, plain_text
from paceline.ui.line_edit import LineEdit
from paceline.ui.preferences.declarations import (
    Declaration,
    Effect,
    Section,
    declarations,
    section_titles,
)
from paceline.ui.preferences.editor import Editor
from paceline.ui.preferences.editors import make_editor
from paceline.ui.preferences.key_binding import KeyBinding
from paceline.ui.preferences.key_row import KeyRow
from paceline.ui.preferences.keys import objection
from paceline.ui.preferences.kinds import default, value, with_value
from paceline.ui.preferences.row import Row
from paceline.ui.settings_keeper import SettingsKeeper

WIDTH, HEIGHT = 820, 560
LIST_WIDTH: Final = 170


class SettingsDialog(QDialog):
    """Stays beside the window while the person tries things out."""

    reload_pressed = Signal()
    reset_all_pressed = Signal()

    def __init__(
        self, keeper: SettingsKeeper, keys: KeyBinding, actions: Actions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self.resize(WIDTH, HEIGHT)
        self._keeper = keeper
        self._keys = keys
        self._loaded = keeper.settings
        self._rows: dict[str, Row] = {}
        self._declared = {one.path: one for one in declarations()}
        self._editors: dict[str, Editor] = {}
        self._key_rows: dict[str, KeyRow] = {}
        self._titles: dict[str, str] = {}
        self._sections: dict[Section, tuple[QWidget, list[Row]]] = {}
        self._search = LineEdit()
        self._search.setPlaceholderText(self.tr("Search settings and keys"))
        self._search.setAccessibleName(self.tr("Search settings and keys"))
        self._search.setClearButtonEnabled(True)
        for button in self._search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the search"))
        self._search.textChanged.connect(self._on_search_changed)
        self._list = QListWidget()
        self._list.setObjectName("sections")
        self._list.setAccessibleName(self.tr("Sections"))
        self._list.setFixedWidth(LIST_WIDTH)
        self._list.setSpacing(2)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)  # the style sheet comes with showing
        self._list.currentRowChanged.connect(self._on_section_chosen)
        self._nothing = QLabel()
        self._nothing.setObjectName("muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._nothing.hide()
        self._page = QScrollArea()
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fill(actions)
        self._lay_out()
        keeper.changed.connect(self._render)
        self._render(keeper.settings)

    def show_setting(self, path: str = "") -> None:
        """Come to the front, with the keyboard at this setting, an action's key, or the search."""
        self.show()
        self.raise_()
        self.activateWindow()
        row = self._rows.get(path) or self._key_rows.get(path)
        if row is None:
            self._search.setFocus()
            self._search.selectAll()
            return
        self._search.clear()
        row.control.setFocus()
        QTimer.singleShot(0, self, lambda: self._page.ensureWidgetVisible(row, 0, 80))

    def show_section(self, section: Section) -> None:
        """Come to the front at a heading."""
        self.show_setting()
        self._list.setCurrentRow(list(self._sections).index(section))

    def note_loading(self) -> None:
        """A pair was loaded with the settings as they are."""
        self._loaded = self._keeper.settings
        self._render(self._keeper.settings)

    # Building -----------------------------------------------------------------------------

    def _fill(self, actions: Actions) -> None:
        page = QWidget()
        page.setObjectName("settingsPage")
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 4, 18, 18)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        for section, title in section_titles().items():
            heading = QLabel(title)
            heading.setObjectName("sectionTitle")
            heading.setIndent(0)
            box = QWidget()
            inside = QVBoxLayout(box)
            inside.setContentsMargins(0, 14, 0, 8)
            inside.setSpacing(0)
            inside.addWidget(heading)
            rows = self._make_rows(section, title, actions)
            for row in rows:
                inside.addWidget(row)
            column.addWidget(box)
            self._sections[section] = (box, rows)
            self._list.addItem(QListWidgetItem(title))
        column.addStretch()
        self._page.setWidget(page)

    def _make_rows(self, section: Section, title: str, actions: Actions) -> list[Row]:
        if section is Section.KEYS:
            return [
                self._make_key_row(name, plain_text(action), title)
                for name, action in actions.named().items()
            ]
        return [
            self._make_row(one, title) for one in self._declared.values() if one.section is section
        ]

    def _make_row(self, declaration: Declaration, section: str) -> Row:
        editor = make_editor(declaration)
        row = Row(
            declaration.title, declaration.description, editor, f"{section} {declaration.path}"
        )
        path = declaration.path
        editor.edited.connect(lambda new: self._change(path, new))
        editor.refused.connect(row.show_problem)
        row.reset_pressed.connect(lambda: self._change(path, default(path)))
        self._rows[path], self._editors[path] = row, editor
        return row

    def _make_key_row(self, name: str, title: str, section: str) -> Row:
        row = KeyRow(name, title, f"{section} {self._keys.bindings.key(name)}")
        row.key_pressed.connect(lambda key: self._change_key(name, key))
        row.reset_pressed.connect(
            lambda: self._change_key(name, self._keys.bindings.defaults[name])
        )
        self._titles[name] = title
        self._key_rows[name] = row
        return row

    def _lay_out(self) -> None:
        self._reload_note = QLabel(self.tr("Some changes act when the pair is loaded again."))
        self._reload_note.setWordWrap(True)
        self._reload = QPushButton(self.tr("&Load it again"))
        self._reload.setAccessibleName(self.tr("Load the pair again"))
        self._reload.clicked.connect(self.reload_pressed)
        reset = QPushButton(self.tr("Reset &all"))
        reset.setAccessibleName(self.tr("Reset all settings and keys"))
        reset.clicked.connect(self.reset_all_pressed)
        close = QPushButton(self.tr("&Close"))
        close.setAccessibleName(self.tr("Close"))
        close.clicked.connect(self.close)
        for button in (self._reload, reset, close):
            button.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.addWidget(reset)
        bottom.addStretch()
        bottom.addWidget(self._reload_note)
        bottom.addWidget(self._reload)
        bottom.addWidget(close)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._list)
        middle.addWidget(self._page, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 12)
        whole.setSpacing(10)
        whole.addWidget(self._search)
        whole.addLayout(middle, 1)
        whole.addLayout(bottom)

    # What the person wants ----------------------------------------------------------------

    def _change(self, path: str, new: object) -> None:
        try:
            settings = with_value(self._keeper.settings, path, new)
        except ValueError as error:
            words = self.tr("This value cannot be taken: {reason}")
            reason, _, _ = str(error).partition(" - at ")
            self._rows[path].show_problem(words.format(reason=reason))
            return
        self._rows[path].show_problem("")
        self._keeper.keep(settings)
        self._render(self._keeper.settings)

    def _change_key(self, name: str, key: str) -> None:
        bindings = self._keys.bindings
        sentence = objection(key)
        if (holder := bindings.holder(key, but=name)) is not None:
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            sentence = self.tr(
                "{key} already belongs to “{action}”. Choose another, or change that one first."
            ).format(key=shown, action=self._titles[holder])
        self._key_rows[name].show_problem(sentence)
        if sentence:
            self._key_rows[name].show_key(bindings.key(name))
            return
        keys = bindings.with_key(name, key)
        self._keeper.keep(msgspec.structs.replace(self._keeper.settings, keys=keys))
        self._render(self._keeper.settings)

    def _on_search_changed(self, text: str) -> None:
        words = text.casefold().split()
        found = False
        for index, (box, rows) in enumerate(self._sections.values()):
            fitting = [row for row in rows if row.matches(words)]
            for row in rows:
                row.setVisible(row in fitting)
            box.setVisible(bool(fitting))
            self._list.item(index).setHidden(not fitting)
            found = found or bool(fitting)
        self._nothing.setText(self.tr("No setting matches “{words}”.").format(words=text))
        self._nothing.setVisible(not found)

    def _on_section_chosen(self, index: int) -> None:
        box, _ = list(self._sections.values())[index]
        bar = self._page.verticalScrollBar()
        QTimer.singleShot(0, self, lambda: bar.setValue(box.y()))

    # Rendering ----------------------------------------------------------------------------

    def _render(self, settings: Settings) -> None:
        for path, row in self._rows.items():
            now = value(settings, path)
            self._editors[path].show_value(now)
            row.show_changed(changed=now != default(path))
        bindings = self._keys.bindings
        for name, key_row in self._key_rows.items():
            key_row.show_key(bindings.key(name))
            key_row.show_changed(changed=name in bindings.changed)
        waits = any(
            value(settings, path) != value(self._loaded, path)
            for path, one in self._declared.items()
            if one.effect is Effect.NEXT_LOADING
        )
        self._reload.setVisible(waits)
        self._reload_note.setVisible(waits)
