from paceline.machine import Machine


def test_a_machine_describes_itself() -> None:
    machine = Machine.here(3, "llama 1")
    assert machine.threads == 3
    assert machine.processor
    assert machine.engine
