"""What `spacy train --code` loads: what makes training faster without changing what is learnt.

See training/entities/setup.py for what was measured.
"""

import gc

import numpy as np
from thinc.api import NumpyOps, set_current_ops

set_current_ops(NumpyOps(use_blis=False))
gc.set_threshold(200_000, 50, 100)

# Writes OpenBLAS's packing buffers once: see training/entities/setup.py.
np.ones((512, 512), np.float32) @ np.ones((512, 512), np.float32)
