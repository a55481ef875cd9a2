"""Language processing in child processes, so that neither a crash nor a hang nor a leak in it is the worker's."""
