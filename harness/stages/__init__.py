"""The clean stage with other code in it: for faults on demand."""

from dataclasses import replace

from workers.stages.clean.definition import CLEAN_STAGE

OBEDIENT = replace(CLEAN_STAGE, package="harness.stages.obedient")
FAULTY = replace(CLEAN_STAGE, package="harness.stages.faulty")
UNLOADABLE = replace(CLEAN_STAGE, package="harness.stages.unloadable")
