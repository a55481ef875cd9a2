"""A clock of a test's own."""


class Clock:
    """Tells the time that it was set to, in seconds."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
