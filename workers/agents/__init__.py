"""Agents: each wires the topic of a stage to its pure functions and to the topics that it publishes."""

from schemas.lineage import StageName
from workers.agents.base import Agent


def build_agent(stage: StageName) -> Agent:
    """Make the agent of a stage, with its model loaded; only that stage's libraries are imported."""
    match stage:
        case "clean":
            from workers.agents.clean import CleanAgent

            return CleanAgent()
        case "entities":
            from workers.agents.entities import EntitiesAgent

            return EntitiesAgent()
        case "quotes":
            from workers.agents.quotes import QuotesAgent

            return QuotesAgent()
