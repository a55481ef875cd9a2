from harness.stages import FAULTY

LOADED = FAULTY.load_or_fail_later()
