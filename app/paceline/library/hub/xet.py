"""Xet, the Hub's other way to deliver a file: for what it refuses to give over plain HTTP.

A fall-back, through the client's own function: it cannot go on with what has come, keeps to no
speed limit, and its speed is its own affair. What it brings is checked like everything else.
"""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from paceline.errors import Cancelled, ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.records import HubFile
from paceline.library.hub.tokens import Secret

_TURN: Final = 0.2
"""Seconds between two looks at whether it is still wanted."""
_LAST_WORDS: Final = 2.0
"""Seconds to wait for the client to let go of the file after it was told to."""


def fetch_by_xet(
    file: HubFile,
    target: Path,
    *,
    endpoint: str,
    token: Secret | None,
    cancelled: Callable[[], bool],
) -> None:
    """Write the whole file to `target`; raises `HubError`, `Cancelled`.

    The pass for Xet's servers is asked of the endpoint itself, wherever its answers may point, so
    that nobody else sees the token.
    """
    # Not all of it is what the client promises to keep; its loss should cost this way alone.
    from huggingface_hub import file_download as client  # noqa: PLC0415
    from huggingface_hub.utils import _xet as internals  # noqa: PLC0415

    content = file.xet_hash
    if content is None:
        raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it has no other way to this file")
    route = f"{endpoint}/api/models/{file.repository}/xet-read-token/{file.commit}"
    headers = {} if token is None else {"authorization": f"Bearer {token.reveal()}"}
    ended: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def work() -> None:
        try:
            client.xet_get(
                incomplete_path=target,
                xet_file_data=internals.XetFileData(content, route),
                headers=headers,
                expected_size=file.size,
                displayed_filename=file.name,
            )
        except Exception as error:
            # Whatever its own kind is: the client names no common one.
            ended.put(error)
        else:
            ended.put(None)

    threading.Thread(target=work, name="paceline-xet", daemon=True).start()
    error = None
    while True:
        with suppress(queue.Empty):
            error = ended.get(timeout=_TURN)
            break
        if cancelled():
            internals.abort_xet_session()  # type: ignore[no-untyped-call]
            with suppress(queue.Empty):  # whoever goes on should not meet it at the same file
                ended.get(timeout=_LAST_WORDS)
            raise Cancelled
    if error is not None:
        # What it says may quote a signed address.
        raise HubError(
            ErrorCode.HUB_UNREACHABLE,
            f"Xet, its way for large files, failed: {type(error).__name__}",
            passing=True,
        ) from None
