"""How pages ask the Hub: through a function that gives it, beside the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub

HubMaker = Callable[[], "Hub"]
"""Gives the Hub, on any thread but the window's, for its client takes long to import."""
