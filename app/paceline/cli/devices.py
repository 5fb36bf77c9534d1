"""`paceline devices`: what can compute, and what a pair would take of it."""

from collections.abc import Sequence
from functools import partial

import msgspec
from rich import box
from rich.table import Table

from paceline.cli.arguments.options import Options
from paceline.cli.interruption import interrupt_aborts
from paceline.cli.job import end_when_a_node_is_lost, run_job
from paceline.cli.memory import placement_lines, size, use_rows
from paceline.cli.model_loading import pair_spec
from paceline.cli.terminal import remark, screen
from paceline.engine.llama.devices import ComputeDevice, compute_devices
from paceline.engine.llama.native import AbortFlag, processor_variant
from paceline.engine.llama.rpc import connected
from paceline.engine.memory import MemoryShort
from paceline.engine.placement import DeviceMemory
from paceline.engine.plan import PairPlan, plan_pair
from paceline.loading import DeviceKind, MemoryUse, ModelPlacement


class PairFacts(msgspec.Struct, frozen=True):
    """What a pair would take; `short_by` bytes are missing for it."""

    target: ModelPlacement
    draft: ModelPlacement | None
    estimate: tuple[MemoryUse, ...]
    short_by: int = 0


class DeviceReport(msgspec.Struct, frozen=True):
    """All that the job found out; `variant` is llama.cpp's code for this processor.

    It is None in a build for one processor, which has no variants.
    """

    devices: tuple[ComputeDevice, ...]
    pair: PairFacts | None = None
    variant: str | None = None


def devices(options: Options) -> int:
    """Run the job and return its exit status."""
    return run_job(partial(_devices, options))


def _devices(options: Options, abort: AbortFlag) -> None:
    plan: PairPlan | None = None
    end_when_a_node_is_lost()
    with interrupt_aborts(abort), connected(options.nodes) as nodes:
        found = (*compute_devices(), *map(_node, nodes))
        if options.pair or options.starter or options.target:
            plan = plan_pair(pair_spec(options, abort))
    if options.json:
        facts = None if plan is None else _facts(plan)
        report = DeviceReport(found, facts, processor_variant())
        print(msgspec.json.format(msgspec.json.encode(report)).decode())
        return
    console = screen()
    console.print(_device_table(found))
    if variant := processor_variant():
        console.print(f"Code for this processor: {variant}, the best of several variants.")
    if plan is None:
        return
    for note in plan.notes:
        remark(f"Note: {note}")
    console.print(_estimate_table(plan.estimate))
    for line in placement_lines(plan):
        console.print(line, soft_wrap=True)
    missing = _missing(plan)
    console.print(f"It does not fit: {size(missing)} are missing." if missing else "It fits.")


def _node(device: DeviceMemory) -> ComputeDevice:
    description = "on another machine"
    return ComputeDevice(
        device.name, description, device.free, device.total, DeviceKind.NODE, backend="RPC"
    )


def _facts(plan: PairPlan) -> PairFacts:
    return PairFacts(plan.target, plan.draft, plan.estimate, _missing(plan))


def _missing(plan: PairPlan) -> int:
    try:
        plan.require_memory()
    except MemoryShort as short:
        return short.needed - short.available
    return 0


def _device_table(found: Sequence[ComputeDevice]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("device", "kind", "backend", "free", "of"):
        table.add_column(
            heading, justify="right" if heading in {"free", "of"} else "left", no_wrap=True
        )
    table.add_column("description", overflow="ellipsis", no_wrap=True)
    for device in found:
        table.add_row(
            device.name,
            device.kind,
            device.backend,
            size(device.memory_free),
            size(device.memory_total),
            device.description,
        )
    return table


def _estimate_table(uses: Sequence[MemoryUse]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    total = size(sum(use.total for use in uses))
    headings = ("model", "device", "weights", "KV cache", "work", "other", "total")
    for heading in headings:
        right = heading not in {"model", "device"}
        table.add_column(
            heading,
            justify="right" if right else "left",
            footer=total if heading == "total" else "",
            no_wrap=True,
        )
    for row in use_rows(uses):
        table.add_row(*row)
    return table
