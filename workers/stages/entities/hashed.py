"""Tables of the network that are looked up by hash: a binary search over arrays, which remembers nothing."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Number = TypeVar("Number", bound=np.generic)


def looked_up(keys: Hashes, hashes: Hashes, values: NDArray[Number]) -> NDArray[Number]:
    """Return the value, a number or a row, of each key; zeros for what is not there. `hashes` are in order, `values` one for each."""
    found = np.zeros((len(keys), *values.shape[1:]), values.dtype)
    if len(hashes):
        places = np.minimum(np.searchsorted(hashes, keys), len(hashes) - 1)
        known = hashes[places] == keys
        found[known] = values[places[known]]
    return found
