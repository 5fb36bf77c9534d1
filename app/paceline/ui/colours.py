"""The colours of the themes, by what they are for. Pure.

Contrast with the text that stands on them is at least 4.5 to 1, and 7 to 1 in the themes of high
contrast, whose lines stand out by 3 to 1; a test computes it.
"""

from dataclasses import asdict, dataclass
from typing import Final

from paceline.provenance import Origin


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme."""

    window: str
    surface: str
    raised: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    bubble: str
    good: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    drafted: str
    drafted_line: str
    corrected: str
    corrected_line: str
    bonus: str
    bonus_line: str
    code: str
    code_border: str
    code_keyword: str
    code_name: str
    code_string: str
    code_number: str
    code_comment: str
    quote_bar: str
    toast: str
    toast_text: str
    toast_accent: str
    toast_border: str

    def tint(self, origin: Origin) -> tuple[str, str] | None:
        """Background and underline of a token; None for a plain one, and where nobody told."""
        match origin:
            case Origin.DRAFTED:
                return self.drafted, self.drafted_line
            case Origin.CORRECTED:
                return self.corrected, self.corrected_line
            case Origin.BONUS:
                return self.bonus, self.bonus_line
            case Origin.PLAIN | Origin.UNREPORTED:
                return None

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.window < self.text

    def named(self) -> dict[str, str]:
        """Every colour under its name, for the style sheet."""
        return asdict(self)


LIGHT: Final = Colours(
    window="#f4f5f8",
    surface="#ffffff",
    raised="#ffffff",
    hover="#e9ecf2",
    border="#d9dde6",
    text="#1b2130",
    muted="#576174",
    accent="#3257d3",
    accent_hover="#2747b4",
    on_accent="#ffffff",
    bubble="#e9edfb",
    good="#1a7040",
    warning="#8a5200",
    warning_soft="#fdf0d8",
    danger="#b3261e",
    danger_soft="#fdecea",
    drafted="#e0f3e4",
    drafted_line="#27834c",
    corrected="#fde9bf",
    corrected_line="#a86400",
    bonus="#e6effd",
    bonus_line="#4a78c8",
    code="#edf0f5",
    code_border="#d9dde6",
    code_keyword="#7a2a9e",
    code_name="#1f4fae",
    code_string="#10653a",
    code_number="#8f3d00",
    code_comment="#566070",
    quote_bar="#b9c2d3",
    toast="#262c3a",
    toast_text="#f2f4f8",
    toast_accent="#a9bdff",
    toast_border="#262c3a",
)

DARK: Final = Colours(
    window="#13161b",
    surface="#191d24",
    raised="#222731",
    hover="#2b313d",
    border="#333a47",
    text="#e7eaf0",
    muted="#a0a9b8",
    accent="#8fa9ff",
    accent_hover="#a9bdff",
    on_accent="#10131c",
    bubble="#262d42",
    good="#74d39a",
    warning="#f2bd5c",
    warning_soft="#352a14",
    danger="#ff9a92",
    danger_soft="#3b1f1e",
    drafted="#1c3a29",
    drafted_line="#66c68f",
    corrected="#4a3610",
    corrected_line="#f0b445",
    bonus="#1e2f4d",
    bonus_line="#7ea9f0",
    code="#20252e",
    code_border="#333a47",
    code_keyword="#d8a6f2",
    code_name="#9cc0ff",
    code_string="#8fd9a8",
    code_number="#f0b27a",
    code_comment="#a9b2c0",
    quote_bar="#4a5466",
    toast="#2f3644",
    toast_text="#eef1f6",
    toast_accent="#a9bdff",
    toast_border="#6b7690",
)

CONTRAST_LIGHT: Final = Colours(
    window="#ffffff",
    surface="#ffffff",
    raised="#ffffff",
    hover="#dfe4ee",
    border="#595959",
    text="#000000",
    muted="#333333",
    accent="#0033a0",
    accent_hover="#002060",
    on_accent="#ffffff",
    bubble="#eef1fa",
    good="#00471f",
    warning="#553300",
    warning_soft="#fff3dc",
    danger="#8a0008",
    danger_soft="#fff0ef",
    drafted="#d8f5df",
    drafted_line="#006b30",
    corrected="#ffe7b0",
    corrected_line="#8a4b00",
    bonus="#dfeaff",
    bonus_line="#1f4fa8",
    code="#f2f4f8",
    code_border="#595959",
    code_keyword="#5a0f7a",
    code_name="#0b357f",
    code_string="#00471f",
    code_number="#6b2400",
    code_comment="#3d4654",
    quote_bar="#595959",
    toast="#000000",
    toast_text="#ffffff",
    toast_accent="#ffe066",
    toast_border="#000000",
)

CONTRAST_DARK: Final = Colours(
    window="#000000",
    surface="#000000",
    raised="#0b0b0b",
    hover="#26304a",
    border="#a6a6a6",
    text="#ffffff",
    muted="#dddddd",
    accent="#9ecbff",
    accent_hover="#c6e0ff",
    on_accent="#000000",
    bubble="#10182b",
    good="#8df0b4",
    warning="#ffd479",
    warning_soft="#241a00",
    danger="#ffb3ad",
    danger_soft="#2b0706",
    drafted="#07301a",
    drafted_line="#5fe096",
    corrected="#3d2a00",
    corrected_line="#ffc14d",
    bonus="#0e2347",
    bonus_line="#8fbaff",
    code="#0d1117",
    code_border="#a6a6a6",
    code_keyword="#e5bdff",
    code_name="#b3d1ff",
    code_string="#a3f0bd",
    code_number="#ffc999",
    code_comment="#cfd6e0",
    quote_bar="#a6a6a6",
    toast="#000000",
    toast_text="#ffffff",
    toast_accent="#ffe066",
    toast_border="#ffffff",
)
