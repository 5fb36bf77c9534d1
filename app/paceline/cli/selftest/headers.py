"""Whether the parser that reads headers from the Hub understands what others write."""

import tempfile
from pathlib import Path

from paceline.cli.selftest.report import Broken


def read_generated() -> str:
    """Read the header of a generated model as it is read from the Hub: by ranges of bytes."""
    # Each may be what is broken.
    from paceline.cli.selftest import tiny_pair  # noqa: PLC0415
    from paceline.library.gguf.facts import facts_of  # noqa: PLC0415
    from paceline.library.gguf.reading import read_remote_header  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="paceline-") as folder:
        content = tiny_pair.write_target(Path(folder) / "target.gguf").read_bytes()
    header, taken = read_remote_header(
        lambda start, end: content[start:end], len(content), step=1024
    )
    facts = facts_of(header)
    found = (facts.architecture, facts.layers, facts.trained_context, facts.vocabulary_size)
    written = (
        tiny_pair.ARCHITECTURE,
        tiny_pair.LAYERS,
        tiny_pair.CONTEXT,
        len(tiny_pair.VOCABULARY),
    )
    if found != written:
        raise Broken(f"Of a generated header {found} was read where {written} was written.")
    return f"{len(header.metadata)} fields and {len(header.tensors)} tensors in {taken:,} bytes"
