from harness.stages import OBEDIENT

LOADED = OBEDIENT.load_or_fail_later()
