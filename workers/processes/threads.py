"""How many threads a process that runs stages may use."""

import os

_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def compute_on_one_thread() -> None:
    """Keep BLAS to one thread in this process and those it starts, unless the environment says otherwise; before NumPy is loaded.

    A process that runs stages is one CPU's worth of work. Our matrices are small: with a second thread `enrich` used 17.4
    seconds of processor time instead of 10.4, and was done only a sixth earlier. And a process that is forked must not have
    threads.
    """
    for variable in _VARIABLES:
        os.environ.setdefault(variable, "1")
