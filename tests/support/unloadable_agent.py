"""Stands for a stage whose model is broken."""

raise OSError("no such model")
