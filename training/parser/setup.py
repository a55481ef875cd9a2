"""What `spacy train --code` loads: what makes training faster without changing what is learnt.

See training/entities/setup.py for what was measured.
"""

import gc

from thinc.api import NumpyOps, set_current_ops

from workers.stages.pipelines import prepare_products

set_current_ops(NumpyOps(use_blis=False))
gc.set_threshold(200_000, 50, 100)
prepare_products()
