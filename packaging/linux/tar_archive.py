"""An archive for every other Linux: unpacked anywhere it runs in place, and nothing is installed.

    paceline-0.1.0/paceline          a link to the program
    paceline-0.1.0/lib/paceline/     the bundle
    paceline-0.1.0/share/            desktop entry, icons, man page, completions

Copied into /usr/local or ~/.local, `lib` and `share` are where desktops look for them.
"""

import os
import platform
import subprocess
import tempfile
from pathlib import Path

import installation_tree
import product


def build(bundle: Path, out: Path) -> Path:
    """Pack a bundle; returns the archive."""
    name = f"{product.NAME}-{product.version()}"
    with tempfile.TemporaryDirectory() as work:
        top = Path(work) / name
        installation_tree.lay_out(bundle, top, "archive")
        (top / product.NAME).symlink_to(Path("bin") / installation_tree.PROGRAM)
        for page in (product.ROOT / "LICENSE", *installation_tree.pages_about(bundle)):
            (top / page.name).write_bytes(page.read_bytes())
            (top / page.name).chmod(0o644)
        out.mkdir(parents=True, exist_ok=True)
        archive = out / f"{name}-linux-{platform.machine()}.tar.xz"
        subprocess.run(
            [
                *("tar", "--create", "--xz", "--file", str(archive), "--directory", work),
                *("--sort=name", "--owner=0", "--group=0", "--numeric-owner"),
                *(f"--mtime=@{product.built_at()}", "--mode=u+rwX,go+rX,go-w"),
                *("--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime", name),
            ],
            env={**os.environ, "LC_ALL": "C", "XZ_OPT": "-6"},
            check=True,
        )
        return archive
