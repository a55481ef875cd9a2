"""What tests and benchmarks share: brokers, installations with real workers, workers with faults, articles, a tally."""
