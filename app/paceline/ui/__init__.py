"""The window: widgets that render state and emit intentions, and the few classes that decide.

Only `paceline.__main__` starts it, through `application.run_window`.
"""
