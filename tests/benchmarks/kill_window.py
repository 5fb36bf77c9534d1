"""Kill window and worker in the middle of a reply, many times, and say what that cost.

    python tests/benchmarks/kill_window.py [--times 50]

Each kill is of a real window process with a fake worker that says up to a thousand tokens in a
second. After each the database is checked, everything that was asked must be there, and the next
start must offer to go on; the script fails otherwise.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from process.kill_scene import KillScene, Outcome

MOST_MS = 250.0


def main() -> int:
    """Kill and print; the exit status is 1 where more was lost than promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    worst = 0.0
    for victim in ("window", "worker"):
        with tempfile.TemporaryDirectory() as folder:
            scene = KillScene(Path(folder) / "home")
            kill = scene.kill_window if victim == "window" else scene.kill_worker
            outcomes = [kill() for _ in range(times)]
        worst = max(worst, *(outcome.missing_ms for outcome in outcomes))
        print(_line(victim, outcomes))
    return int(worst > MOST_MS)


def _line(victim: str, outcomes: list[Outcome]) -> str:
    missing = [outcome.missing_ms for outcome in outcomes]
    return (
        f"{victim}: killed {len(outcomes)} times after up to "
        f"{max(outcome.survived for outcome in outcomes):.2f} s of a reply; "
        f"missing {median(missing):.0f} ms of it in the median, {max(missing):.0f} ms at worst; "
        "no message lost, every database sound, every start offered to go on"
    )


if __name__ == "__main__":
    sys.exit(main())
