"""The client of the Hub is heavy and curious: it comes late, and is told to mind its business."""

import subprocess
import sys

WINDOW = """
import sys
import paceline.ui.library.library, paceline.ui.library.tokens
import paceline.library.hub.identity, paceline.library.hub.records, paceline.library.hub.names
heavy = {"huggingface_hub", "httpx2", "httpcore2", "keyring", "hf_xet"} & set(sys.modules)
assert not heavy, heavy
"""

CLIENT = """
import os
for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_IMPLICIT_TOKEN"):
    os.environ.pop(name, None)
os.environ["HF_TOKEN"] = "hf_of_another_program"
import paceline.library.hub.hub
from huggingface_hub import constants
from huggingface_hub.utils import build_hf_headers
assert constants.HF_HUB_DISABLE_TELEMETRY
assert constants.HF_HUB_DISABLE_IMPLICIT_TOKEN
assert "authorization" not in build_hf_headers()
"""


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_window_starts_without_it() -> None:
    run(WINDOW)


def test_it_sends_no_statistics_and_no_token_of_its_own_accord() -> None:
    run(CLIENT)
