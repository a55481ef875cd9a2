from harness.stages.lengths.definition import LENGTHS_STAGE

LOADED = LENGTHS_STAGE.load_or_fail_later()
