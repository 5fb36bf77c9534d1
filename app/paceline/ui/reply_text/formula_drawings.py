"""Formulas as drawings, made from TeX by ziamath on a thread of its own. Knows no Qt.

So the window never waits for one; drawings are remembered for all messages of the program.
"""

import gc
import re
import threading
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue
from typing import Final

SIZE: Final = 20.0
"""Font size at which drawings are made; all lengths are told in parts of it."""
LONGEST: Final = 600
"""Characters; a longer formula is shown as it was written."""
DEEPEST: Final = 30
"""Braces inside each other; more make the drawing of one formula last for seconds."""
MOST_KEPT: Final = 2_000

_VIEW_BOX: Final = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as SVG; its width, and its height above and below the baseline, in font sizes."""

    svg: bytes
    width: float
    ascent: float
    depth: float


class Refused:
    """What is asked for cannot be drawn and is shown as it was written."""


REFUSED: Final = Refused()


class FormulaDrawings:
    """All drawings; asked from one thread, made on another."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Drawing | Refused | None] = {}
        self._wanted: SimpleQueue[tuple[str, bool]] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def find(self, tex: str, *, display: bool) -> Drawing | Refused | None:
        """The drawing of a formula; None while it is being made, which asking begins."""
        key = (tex, display)
        if key in self._known:
            return self._known[key]
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        if len(tex) > LONGEST or _depth(tex) > DEEPEST:
            self._known[key] = REFUSED
            return REFUSED
        self._known[key] = None
        self._wanted.put(key)
        if self._thread is None:
            self._thread = threading.Thread(target=self._draw, name="formulas", daemon=True)
            self._thread.start()
        return None

    def _draw(self) -> None:
        while True:
            tex, display = self._wanted.get()
            # A collection of garbage on this thread would destroy widgets away from their own.
            collects = gc.isenabled()
            gc.disable()
            try:
                self._known[tex, display] = _drawing(tex, display=display)
            finally:
                if collects:
                    gc.enable()


@cache
def shared_drawings() -> FormulaDrawings:
    """The drawings that all messages share."""
    return FormulaDrawings()


def _drawing(tex: str, *, display: bool) -> Drawing | Refused:
    # Takes some tenths of a second, which a chat without formulas never has to spend.
    try:
        from ziamath.config import config  # noqa: PLC0415
        from ziamath.zmath import Latex  # noqa: PLC0415

        config.svg2 = False
        svg = Latex(tex, size=SIZE, inline=not display).svg()
    except Exception:
        return REFUSED
    box = _VIEW_BOX.search(svg)
    if box is None or "<image" in svg or "href=" in svg:
        return REFUSED
    _left, top, width, height = (float(number) / SIZE for number in box.groups())
    if not 0 < width < 200 or not 0 < height < 60:
        return REFUSED
    return Drawing(svg.encode(), width, -top, height + top)


def _depth(tex: str) -> int:
    deepest = depth = 0
    for character in tex:
        if character == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif character == "}":
            depth -= 1
    return deepest
