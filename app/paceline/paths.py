"""Where things lie on this system, whether run from a checkout, a wheel or a frozen bundle.

`PACELINE_HOME` moves all of the person's folders below one folder; tests and portable
installations use it.
"""

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

_APP: Final = "paceline"


def _home() -> Path | None:
    chosen = os.environ.get("PACELINE_HOME")
    return Path(chosen).expanduser().absolute() if chosen else None


def config_folder() -> Path:
    """Holds settings.toml."""
    home = _home()
    return home / "config" if home else Path(platformdirs.user_config_dir(_APP, appauthor=False))


def settings_file() -> Path:
    """What the person chose."""
    return config_folder() / "settings.toml"


def presets_file() -> Path:
    """The person's own presets."""
    return config_folder() / "presets.toml"


def data_folder() -> Path:
    """Holds what is the person's own and cannot be made again."""
    home = _home()
    return home / "data" if home else Path(platformdirs.user_data_dir(_APP, appauthor=False))


def history_folder() -> Path:
    """Holds the chats."""
    return data_folder() / "history"


def learned_folder() -> Path:
    """Holds what the engine learned from chats."""
    return data_folder() / "learned"


def measured_folder() -> Path:
    """Holds what was measured about pairs on this machine; nothing of any text."""
    return data_folder() / "measured"


def updates_file() -> Path:
    """What is known of newer versions."""
    return data_folder() / "updates.json"


def log_folder() -> Path:
    """Holds the log of the window; nothing of any chat."""
    home = _home()
    return home / "log" if home else Path(platformdirs.user_log_dir(_APP, appauthor=False))


def log_file() -> Path:
    """The log that is being written."""
    return log_folder() / "paceline.log"


def cache_folder() -> Path:
    """Holds what can be made again, as the practice pair."""
    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def shared_model_folders() -> tuple[Path, ...]:
    """Where a package of this system puts models for all of its persons; only read."""
    folders = platformdirs.site_data_dir(_APP, appauthor=False, multipath=True)
    return tuple(Path(each) / "models" for each in folders.split(os.pathsep))


def _shipped(name: str) -> Path:
    """A folder that ships with the program: in the bundle, in the package, or in the checkout."""
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle) / name] if isinstance(bundle, str) else []
    candidates += [package / "_shipped" / name, package.parents[1] / name]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its folder {name!r}")


def resource_folder() -> Path:
    """Icons, styles and fonts."""
    return _shipped("resources")


def translation_folder() -> Path:
    """What the window says in other languages, compiled."""
    return resource_folder() / "translations"


def catalog_file() -> Path:
    """The list of recommended pairs."""
    return _shipped("models") / "catalog.toml"
