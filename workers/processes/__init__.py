"""Child processes, in which stages work, so that a crash, a hang or a leak there is not the worker's."""
