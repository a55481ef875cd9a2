"""The quotes stage: who said what, by rules over words, quote marks, syntax and the entities of the record."""
