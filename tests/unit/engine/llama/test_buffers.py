"""Sizes are read from llama.cpp's own words, as versions of it say them."""

from paceline.engine.llama.buffers import Buffer, Purpose, memory_taken, read_buffers
from paceline.loading import MemoryUse

MIB = 1 << 20

OFFLOADED = """
print_info: file size   = 662.95 MiB (4.65 BPW)
load_tensors:   CPU_Mapped model buffer size =    92.10 MiB
load_tensors:        CUDA0 model buffer size =   569.50 MiB
llama_context:  CUDA_Host  output buffer size =     0.25 MiB
llama_kv_cache:        CPU KV buffer size =    10.00 MiB
llama_kv_cache:      CUDA0 KV buffer size =    80.00 MiB
llama_kv_cache: size =   90.00 MiB (  4096 cells,  30 layers,  1/1 seqs), K (f16):   45.00 MiB
sched_reserve:      CUDA0 compute buffer size =   100.00 MiB
sched_reserve:  CUDA_Host compute buffer size =     8.50 MiB
~llama_context:      CUDA0 compute buffer size is   1.0000 MiB, matches expectation of   1.0000 MiB
""".splitlines()


def test_every_buffer_is_found_and_nothing_else() -> None:
    found = read_buffers(OFFLOADED)
    assert len(found) == 8
    assert found[1] == Buffer(Purpose.WEIGHTS, "CUDA0", round(569.5 * MIB))
    assert Buffer(Purpose.WHOLE_CACHE, "", 90 * MIB) in found


def test_buffers_add_up_by_device() -> None:
    assert memory_taken("target", read_buffers(OFFLOADED), ["CUDA0"]) == (
        MemoryUse("target", "CPU", round(92.1 * MIB), cache=10 * MIB, compute=round(8.75 * MIB)),
        MemoryUse("target", "CUDA0", round(569.5 * MIB), cache=80 * MIB, compute=100 * MIB),
    )


def test_a_mapped_file_on_a_graphics_processor_counts_as_its_own() -> None:
    lines = ["load_tensors:  MTL0_Mapped model buffer size =  4685.30 MiB"]
    (main, device) = memory_taken("target", read_buffers(lines), ["MTL0"])
    assert (main.weights, device.weights) == (0, round(4685.3 * MIB))


def test_the_states_of_a_recurrent_model_are_its_cache() -> None:
    lines = [
        "llama_memory_recurrent:        CPU RS buffer size =    76.25 MiB",
        "llama_memory_recurrent: size =   76.25 MiB (     1 cells,  24 layers,  1 seqs), R (f32):",
    ]
    found = read_buffers(lines)
    assert [buffer.purpose for buffer in found] == [Purpose.CACHE, Purpose.WHOLE_CACHE]
