"""Who writes and who waits."""

import asyncio

import pytest

from paceline.server.admission import Admission, LineTooLong


async def settle() -> None:
    """Let every task go on that can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_as_many_sit_as_there_are_seats_and_the_rest_in_order() -> None:
    async def scene() -> None:
        admission = Admission(2, most_waiting=10)
        sat: list[int] = []
        leave = [asyncio.Event() for _ in range(4)]

        async def visit(number: int) -> None:
            async with admission.seat():
                sat.append(number)
                await leave[number].wait()

        visits = [asyncio.create_task(visit(number)) for number in range(4)]
        await settle()
        assert (sat, admission.running, admission.waiting) == ([0, 1], 2, 2)
        leave[1].set()
        await settle()
        assert (sat, admission.waiting) == ([0, 1, 2], 1)
        for each in leave:
            each.set()
        await asyncio.gather(*visits)
        assert (sat, admission.running, admission.waiting) == ([0, 1, 2, 3], 0, 0)

    asyncio.run(scene())


def test_who_leaves_the_line_takes_no_seat() -> None:
    async def scene() -> None:
        admission = Admission(1, most_waiting=10)

        async def visit(leave: asyncio.Event) -> None:
            async with admission.seat():
                await leave.wait()

        first, never = asyncio.Event(), asyncio.Event()
        sitting = asyncio.create_task(visit(first))
        await settle()
        impatient = asyncio.create_task(visit(never))
        lucky = asyncio.create_task(visit(never))
        last = asyncio.create_task(visit(first))
        await settle()
        impatient.cancel()
        first.set()
        await sitting
        lucky.cancel()  # the seat was handed over in the same turn
        await last
        assert (admission.running, admission.waiting) == (0, 0)

    asyncio.run(scene())


def test_a_line_that_is_full_sends_away() -> None:
    async def scene() -> None:
        admission = Admission(1, most_waiting=0)
        async with admission.seat():
            with pytest.raises(LineTooLong):
                async with admission.seat():
                    pass
        assert admission.running == 0

    asyncio.run(scene())


def test_more_seats_let_in_who_waits() -> None:
    async def scene() -> None:
        admission = Admission(1, most_waiting=10)
        async with admission.seat():
            sat = asyncio.Event()

            async def visit() -> None:
                async with admission.seat():
                    sat.set()

            visiting = asyncio.create_task(visit())
            await settle()
            assert not sat.is_set()
            admission.resize(2)
            await visiting
            assert sat.is_set()

    asyncio.run(scene())
