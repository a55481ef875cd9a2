"""The quotes stage with its models in memory. The fork server imports this, so that all children share that memory."""

from workers.stages.quotes.definition import QUOTES_STAGE

LOADED = QUOTES_STAGE.load_or_fail_later()
