"""How the disk image looks: settings that dmgbuild runs, with `defines` from build-dmg.sh."""

from pathlib import Path

defines: dict[str, str]

application = Path(defines["application"])  # noqa: F821 - dmgbuild puts it here

format = "ULMO"  # noqa: A001 - dmgbuild's name; LZMA, read since macOS 10.15
filesystem = "APFS"
files = [str(application)]
symlinks = {"Applications": "/Applications"}
icon = defines["icon"]  # noqa: F821
window_rect = ((200, 200), (560, 340))
default_view = "icon-view"
icon_size = 112
text_size = 13
icon_locations = {application.name: (150, 150), "Applications": (410, 150)}
