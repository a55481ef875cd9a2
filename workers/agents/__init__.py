"""Agents: each wires the topic of a stage to its pure functions and to the topics that it publishes."""

from schemas.lineage import StageName


def module_of(stage: StageName) -> str:
    """Name the module that makes the agent of a stage, its `AGENT`, with the model loaded, when it is imported.

    A fork server imports modules and does nothing else; whoever is forked from it finds the agent there.
    """
    return f"workers.agents.{stage}"
