"""The stages of a worker, in memory. The fork server imports this, so that all children share that memory."""

from workers.processes.loading import load_announced

load_announced()
