"""The entities stage: who and what an article names, and where."""
