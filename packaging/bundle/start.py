"""What both executables of a bundle run."""

import os
import sys
from collections.abc import MutableMapping

_OF_THE_BUNDLE = ("LD_LIBRARY_PATH", "LIBPATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
"""Where the bundle's starter told this process to look for libraries and plugins."""

_KEPT = "_ORIG"
"""What the starter appends to the name of a variable, to keep what the person had set."""


def hide_from_others(environment: MutableMapping[str, str]) -> None:
    """Give the environment back to the person, for every program that is started from here.

    A browser or a file manager that looked into the bundle would load libraries of another version
    than it was built with. This process has read its own variables already; Qt finds its plugins
    beside itself.
    """
    for name in _OF_THE_BUNDLE:
        before = environment.pop(name + _KEPT, None)
        if before is not None:
            environment[name] = before
        else:
            environment.pop(name, None)


if __name__ == "__main__":
    if os.name == "posix":
        hide_from_others(os.environ)
    from paceline.__main__ import entry

    sys.exit(entry())
