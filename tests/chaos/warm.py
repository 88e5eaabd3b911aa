"""The product's web or worker process with everything imported before it forks, so that a killed one is back at once.

    python -m tests.chaos.warm web <arguments of granian>
    python -m tests.chaos.warm worker

The web server is granian as the product starts it, the worker is `kuaiban worker`; only the imports come earlier. Each is
forked again whenever it ends, as the supervisor does it (granian alone gives up when its worker dies twice in 5 s).
"""

import os
import signal
import sys
from collections.abc import Callable

import uvloop
from granian.cli import entrypoint

from backend.core import settings as configuration
from backend.operation.worker import work
from tests.chaos import warm_app


def _web() -> None:
    sys.argv = ["granian", *sys.argv[2:]]
    entrypoint()


def _worker() -> None:
    uvloop.run(work(configuration.load()))


def _again_and_again(play: Callable[[], None]) -> None:
    while True:
        child = os.fork()
        if child == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            play()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    assert warm_app.MADE
    _again_and_again(_web if sys.argv[1] == "web" else _worker)
