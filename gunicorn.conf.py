"""How several processes serve the site on Linux and macOS: gunicorn reads this file when it starts in this folder.

Threads, since an answer waits for the disk; the site made once and then forked, so that the processes share the memory
of programs and lessons. The command line may say otherwise.
"""

from __future__ import annotations

import gc

worker_class = "gthread"
workers = 2
threads = 8
preload_app = True
graceful_timeout = 20
control_socket_disable = True


def when_ready(_server: object) -> None:
    """What there is by now stays: left alone by the collector, its pages are never copied for a process."""
    gc.collect()
    gc.freeze()
