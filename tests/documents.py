"""The pages of the documentation and the blocks of code in them, for the tests that judge them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]
MANUAL: Final = REPOSITORY / "resources" / "manual"
PAGES: Final = tuple(
    sorted(
        [
            *REPOSITORY.glob("*.md"),
            *(REPOSITORY / ".github").glob("**/*.md"),
            *(REPOSITORY / "app").glob("*.md"),
            *(REPOSITORY / "models").glob("**/*.md"),
            *(REPOSITORY / "packaging").glob("**/*.md"),
            *(REPOSITORY / "resources").glob("**/*.md"),
            *(REPOSITORY / "tests").glob("*.md"),
        ]
    )
)

FENCED: Final = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code; `above` is the block that ends right over this one."""

    page: Path
    line: int
    language: str
    text: str
    above: "Block | None" = None

    def __str__(self) -> str:
        """Return where it is found."""
        return f"{named(self.page)}:{self.line}"

    def lines(self) -> list[str]:
        """Return its command lines; those that go on below are joined."""
        joined = self.text.replace("\\\n", " ").splitlines()
        return [line for line in joined if line.strip() and not line.lstrip().startswith("#")]


def named(page: Path) -> str:
    """Return the page's path inside the repository."""
    return page.relative_to(REPOSITORY).as_posix()


def text_of(page: Path) -> str:
    """Read a page."""
    return page.read_text("utf-8")


def blocks_of(page: Path) -> Iterator[Block]:
    """Return the blocks of a page in their order."""
    text = text_of(page)
    above: Block | None = None
    end = 0
    for found in FENCED.finditer(text):
        indent, language, inside = found.groups()
        near = above if above and not text[end : found.start()].strip() else None
        lines = [line.removeprefix(indent) for line in inside.splitlines()]
        number = text.count("\n", 0, found.start()) + 1
        above = Block(page, number, language, "\n".join(lines) + "\n", near)
        end = found.end()
        yield above


BLOCKS: Final = tuple(block for page in PAGES for block in blocks_of(page))
