"""Python runs this at the start of every process: its clock is moved as far as the runner says."""

import os
import time
from contextlib import suppress

with suppress(ModuleNotFoundError):  # an environment that a test has made without it
    import time_machine

    time_machine.travel(time.time() + float(os.environ["CLOCK_AHEAD"]), tick=True).start()
