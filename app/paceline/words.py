"""Marks sentences for translation where Qt is not at hand; whoever shows them translates."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return the text as it is; Qt's tool finds it by the name of this function.

    The window shows it with `QCoreApplication.translate` in the same context.
    """
    return text
