"""What makes training faster without changing what is learnt (`spacy train --code`).

Matrix products by NumPy's OpenBLAS: BLIS, which thinc takes by default, falls back to plain C on processors that it
does not know. Garbage is collected rarely: the corpus is millions of objects that live to the end, and looking through
them took a tenth of the time.
"""

import gc

from thinc.api import NumpyOps, set_current_ops

set_current_ops(NumpyOps(use_blis=False))
gc.set_threshold(200_000, 50, 100)

from training.entities import lists  # noqa
from workers.stages.entities import tagger  # noqa
