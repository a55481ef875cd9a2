"""The entities stage with its models in memory. The fork server imports this, so that all children share that memory."""

from workers.stages.entities.definition import ENTITIES_STAGE

LOADED = ENTITIES_STAGE.load_or_fail_later()
