"""What is found in a sentence: cues with their speakers, and what is said."""

from dataclasses import dataclass
from typing import NamedTuple

from workers.stages.quotes.cues import LISTENERS, Behaviour
from workers.stages.quotes.phrases import Range
from workers.stages.quotes.tree import Tree
from workers.stages.quotes.verb_groups import Modality


class Verb(NamedTuple):
    """What is known about a cue before its speaker is looked for."""

    behaviour: Behaviour
    lemma: str
    floor: int
    """The first token that its speaker may hold."""
    strict: bool = False
    """Whether it may be no verb at all: report, claims."""
    group: int | None = None
    """Where the words begin that go with it: "declined to" say; where it begins itself when None."""
    modality: Modality = "said"
    sure: bool = False
    """Whether syntax says that it is a verb, and that a clause depends on it."""
    subject: Range | None = None
    """Its subject by syntax, for where the rules find none."""
    subject_head: int | None = None

    def by(self, tree: Tree, cue: int) -> "Verb":
        """Add its subject by syntax."""
        return self._replace(subject=tree.subject(cue, self.floor), subject_head=tree.dependent(cue, "nsubj"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its speaker, as ranges of the tokens of one sentence."""

    cue: Range
    speaker: Range | None
    """None when nobody is named: "it was said that …"."""
    extent: Range
    """All of it; without the speaker when that stands at an earlier cue: "said …, adding …"."""
    behaviour: Behaviour
    lemma: str
    modality: Modality = "said"

    @property
    def alone(self) -> bool:
        """Whether its speaker stands elsewhere, or nowhere."""
        return self.speaker is None or not self.extent.begin <= self.speaker.begin < self.extent.end


def own(cue: Range, speaker: Range, verb: Verb) -> Attribution:
    """Make the attribution of a cue and a speaker that stands beside it."""
    extent = Range(min(cue.begin, speaker.begin), max(cue.end, speaker.end))
    return Attribution(cue, speaker, extent, verb.behaviour, verb.lemma, verb.modality)


def takes_listener(attribution: Attribution) -> bool:
    """Return whether a listener may stand between this cue and what is said."""
    return attribution.lemma in LISTENERS
