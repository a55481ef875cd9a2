"""What `spacy train --code` loads: our components, and what makes training faster."""

from training.entities import lists
from training.speed import speed_up
from workers.stages.entities import tagger

assert lists  # their import has told spaCy of the callbacks and the component
assert tagger

speed_up()
