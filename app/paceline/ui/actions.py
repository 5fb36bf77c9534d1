"""Everything that can be done, as actions with keys, and the menus that list them."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from paceline.settings import Theme
from paceline.ui.library.page import PageKind

translate = QCoreApplication.translate


class Actions:
    """The window's actions; whoever owns the window connects them."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.new_chat = self._add(translate("Actions", "&New chat"), "Ctrl+N")
        self.find_chats = self._add(translate("Actions", "Search c&hats"), "Ctrl+F")
        self.rename_chat = self._add(translate("Actions", "Re&name chat"), "F2")
        self.pin_chat = self._add(translate("Actions", "P&in chat"), checkable=True)
        self.delete_chat = self._add(translate("Actions", "&Delete chat"), "Ctrl+Shift+Backspace")
        self.export_chat = self._add(translate("Actions", "&Export chat…"), "Ctrl+Shift+E")
        self.export_chats = self._add(translate("Actions", "Export a&ll chats…"))
        self.import_chats = self._add(translate("Actions", "I&mport chats…"))
        self.attach = self._add(translate("Actions", "&Attach text files…"), "Ctrl+Shift+A")
        self.steer = self._add(translate("Actions", "System &prompt and sampling…"), "Ctrl+Shift+P")
        self.regenerate = self._add(translate("Actions", "&Regenerate reply"), "Ctrl+R")
        self.continue_reply = self._add(
            translate("Actions", "C&ontinue reply"), "Ctrl+Shift+Return"
        )
        self.stop = self._add(translate("Actions", "&Stop"), "Esc")
        self.quit = self._add(translate("Actions", "&Quit"), "Ctrl+Q")
        self.practice = self._add(
            translate("Actions", "&Practice pair (answers only as good as its 135M model)")
        )
        self.starter = self._add(
            translate("Actions", "S&tarter model alone (135M, drafts from the chat itself)")
        )
        self.open_target = self._add(translate("Actions", "&Open target GGUF…"), "Ctrl+O")
        self.open_draft = self._add(
            translate("Actions", "Add &draft GGUF to this target…"), "Ctrl+Shift+O"
        )
        self.drop_draft = self._add(translate("Actions", "Use this target &without a draft"))
        self._add_library()
        self.speculate = self._add(translate("Actions", "&Speculation"), "Ctrl+D", checkable=True)
        self.learn = self._add(translate("Actions", "&Learn from my chats"), checkable=True)
        self.forget = self._add(translate("Actions", "&Forget what was learned…"))
        self.show_tints = self._add(
            translate("Actions", "Show &origins of tokens"), "Ctrl+T", checkable=True
        )
        self.show_raw = self._add(
            translate("Actions", "Show replies as they were &written"), "Ctrl+U", checkable=True
        )
        self.show_chats = self._add(
            translate("Actions", "Show the list of &chats"), "Ctrl+B", checkable=True
        )
        self.inspect = self._add(
            translate("Actions", "Show the &inspector"), "Ctrl+I", checkable=True
        )
        self._add_tools()
        self.focus_message = self._add(translate("Actions", "Go to the &message box"), "Ctrl+L")
        self.focus_transcript = self._add(
            translate("Actions", "Go to the &conversation"), "Ctrl+Shift+L"
        )
        self.focus_notice = self._add(translate("Actions", "Go to the latest &notice"), "F8")
        self.themes = {
            theme: self._add(label, checkable=True) for theme, label in _theme_names().items()
        }
        self.larger_text = self._add(translate("Actions", "&Larger text"), "Ctrl++")
        self.smaller_text = self._add(translate("Actions", "S&maller text"), "Ctrl+-")
        self.usual_text = self._add(translate("Actions", "&Usual size of text"), "Ctrl+0")
        self.reload_pair = self._add(translate("Actions", "&Load the pair again"))
        self.settings = self._add(translate("Actions", "&Settings…"), "Ctrl+,")
        self.change_keys = self._add(translate("Actions", "Change &keys…"))
        self.palette = self._add(translate("Actions", "&All commands…"), "Ctrl+K")
        self.show_keys = self._add(translate("Actions", "&Keys at a glance"), "F1")
        self.explain_colours = self._add(translate("Actions", "What the &colours mean"))
        self.diagnose = self._add(translate("Actions", "&Diagnostics…"))
        self.check_updates = self._add(translate("Actions", "Check for &updates…"))
        self.about = self._add(translate("Actions", "&About Paceline"))
        group = QActionGroup(window)
        for action in self.themes.values():
            group.addAction(action)
        for name, action in self.named().items():
            action.setObjectName(name)

    def _add_tools(self) -> None:
        self.several_answers = self._add(translate("Actions", "Se&veral answers…"), "Ctrl+Shift+M")
        self.compare_settings = self._add(
            translate("Actions", "Compare two &settings…"), "Ctrl+Shift+D"
        )
        self.check_parity = self._add(translate("Actions", "Check &parity of the last reply"))
        self.local_server = self._add(translate("Actions", "Local se&rver…"))

    def _add_library(self) -> None:
        self.connect_server = self._add(
            translate("Actions", "&Connect to a server…"), "Ctrl+Shift+K"
        )
        self.models = self._add(translate("Actions", "&Models…"), "Ctrl+M")
        self.model_pages = {kind: self._add(label) for kind, label in _page_names().items()}
        self.hub_token = self._add(translate("Actions", "&Token for the Hub…"))

    def named(self) -> dict[str, QAction]:
        """All actions by the names under which settings remember their keys."""
        single = {n: a for n, a in vars(self).items() if isinstance(a, QAction)}
        pages = {f"models_{kind}": action for kind, action in self.model_pages.items()}
        themes = {f"theme_{theme}": action for theme, action in self.themes.items()}
        return single | pages | themes

    def fill_menu_bar(self) -> None:
        """Give the window its menus."""
        bar = self._window.menuBar()
        chat = bar.addMenu(translate("Actions", "&Chat"))
        chat.addActions([self.new_chat, self.find_chats])
        chat.addSeparator()
        chat.addActions([self.attach, self.steer, self.regenerate, self.continue_reply, self.stop])
        chat.addSeparator()
        chat.addActions([self.rename_chat, self.pin_chat, self.delete_chat])
        chat.addSeparator()
        chat.addActions([self.export_chat, self.export_chats, self.import_chats])
        chat.addSeparator()
        chat.addActions([self.learn, self.forget])
        chat.addSeparator()
        chat.addAction(self.quit)
        self.fill_pair_menu(bar.addMenu(translate("Actions", "&Pair")))
        models = bar.addMenu(translate("Actions", "&Models"))
        models.addAction(self.models)
        models.addSeparator()
        models.addActions(list(self.model_pages.values()))
        models.addSeparator()
        models.addAction(self.hub_token)
        view = bar.addMenu(translate("Actions", "&View"))
        view.addActions(
            [self.speculate, self.inspect, self.show_tints, self.show_raw, self.show_chats]
        )
        view.addSeparator()
        view.addActions([self.focus_message, self.focus_transcript, self.focus_notice])
        view.addSeparator()
        view.addMenu(translate("Actions", "&Theme")).addActions(list(self.themes.values()))
        view.addActions([self.larger_text, self.smaller_text, self.usual_text])
        tools = bar.addMenu(translate("Actions", "&Tools"))
        tools.addActions([self.several_answers, self.compare_settings, self.check_parity])
        tools.addSeparator()
        tools.addAction(self.local_server)
        tools.addSeparator()
        tools.addActions([self.palette, self.settings, self.change_keys])
        help_ = bar.addMenu(translate("Actions", "&Help"))
        help_.addActions([self.show_keys, self.explain_colours, self.diagnose])
        help_.addSeparator()
        help_.addActions([self.check_updates, self.about])

    def fill_pair_menu(self, menu: QMenu) -> None:
        """List the ways to a pair."""
        menu.addActions([self.practice, self.starter])
        menu.addSeparator()
        menu.addActions([self.open_target, self.open_draft, self.drop_draft])
        menu.addSeparator()
        menu.addAction(self.connect_server)
        menu.addSeparator()
        menu.addAction(self.reload_pair)

    def set_pair_choosable(
        self, *, choosable: bool, has_pair: bool, has_target: bool, has_draft: bool
    ) -> None:
        """What can be opened now; a pair on a server has no target here."""
        for action in (self.practice, self.starter, self.open_target, self.connect_server):
            action.setEnabled(choosable)
        self.open_draft.setEnabled(choosable and has_target)
        self.drop_draft.setEnabled(choosable and has_draft)
        self.reload_pair.setEnabled(choosable and has_pair)

    def _add(self, text: str, key: str = "", *, checkable: bool = False) -> QAction:
        action = QAction(text, self._window)
        action.setCheckable(checkable)
        if key:
            action.setShortcut(QKeySequence(key))
        self._window.addAction(action)
        return action


def _theme_names() -> dict[Theme, str]:
    return {
        Theme.SYSTEM: translate("Actions", "&Like the system"),
        Theme.LIGHT: translate("Actions", "L&ight"),
        Theme.DARK: translate("Actions", "&Dark"),
        Theme.HIGH_CONTRAST: translate("Actions", "&High contrast"),
    }


def _page_names() -> dict[PageKind, str]:
    return {
        PageKind.RECOMMENDED: translate("Actions", "&Recommended pairs…"),
        PageKind.HUB: translate("Actions", "&Search the Hugging Face Hub…"),
        PageKind.INSTALLED: translate("Actions", "&Installed models…"),
        PageKind.DOWNLOADS: translate("Actions", "&Downloads of models…"),
        PageKind.DOCTOR: translate("Actions", "&Check whether two models fit…"),
    }


def plain_text(action: QAction) -> str:
    """Return what the action is called, without the marks of menus."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
