"""How large the text of a file is, as a person reads it; the same wherever a file is named."""

from PySide6.QtCore import QLocale


def text_size(text: str) -> str:
    """Its size in UTF-8, in the units of the person's language."""
    size = len(text.encode(errors="replace"))
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
