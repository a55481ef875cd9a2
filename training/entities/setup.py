"""What `spacy train --code` loads: our components, and what makes training faster without changing what is learnt.

Matrix products by NumPy's OpenBLAS: BLIS, which thinc takes by default, is slower here. Garbage is collected rarely: the
corpus is millions of objects that live to the end, and looking through them took a tenth of the time.
"""

import gc

from thinc.api import NumpyOps, set_current_ops

from training.entities import lists
from workers.stages.entities import tagger
from workers.stages.pipelines import prepare_products

assert lists  # their import has told spaCy of the callbacks and the component
assert tagger

set_current_ops(NumpyOps(use_blis=False))
gc.set_threshold(200_000, 50, 100)
prepare_products()
