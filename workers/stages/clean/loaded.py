"""The clean stage with its models in memory. The fork server imports this, so that all children share that memory."""

from workers.stages.clean.definition import CLEAN_STAGE

LOADED = CLEAN_STAGE.load_or_fail_later()
