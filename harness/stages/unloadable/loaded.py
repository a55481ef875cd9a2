from harness.stages import UNLOADABLE

LOADED = UNLOADABLE.load_or_fail_later()
