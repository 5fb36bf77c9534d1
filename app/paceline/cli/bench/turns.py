"""Who writes in which order, so that neither the machine's drift nor an order decides."""

from collections.abc import Sequence

from paceline.cli.policy_names import GOVERNOR, OFF


def turn_order(policies: Sequence[str], turn: int) -> list[tuple[str, ...]]:
    """Return who answers a prompt in this turn, in groups of neighbours.

    Every group holds a plain reply, and one of the governor where it takes part, between at most
    two others; so every other policy writes near both, whatever the machine does in the meantime.
    The order rotates from turn to turn, so that none always comes first, or always before its plain
    neighbour. Three fixed lengths take five replies a turn.
    """
    others = [name for name in policies if name not in (OFF, GOVERNOR)]
    anchors = (OFF, GOVERNOR) if GOVERNOR in policies else (OFF,)
    if not others:
        return [_swapped(anchors, turn)]
    start = turn % len(others)
    rotated = [*others[start:], *others[:start]]
    groups: list[tuple[str, ...]] = []
    for place in range(0, len(rotated), 2):
        before, *after = rotated[place : place + 2]
        middle = _swapped(anchors, turn + place // 2)
        if after or turn % 2:
            groups.append((before, *middle, *after))
        else:
            groups.append((*middle, before))
    return groups


def _swapped(anchors: tuple[str, ...], turn: int) -> tuple[str, ...]:
    return anchors[::-1] if turn % 2 else anchors
