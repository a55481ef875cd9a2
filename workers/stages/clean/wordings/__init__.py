"""Wordings by which a page, not its story, speaks: a list per language, each telling what kind of line it is.

Two kinds of lists. Whole lines are judged when they are no sentences, since a story may begin with "By Monday" or "Also on" too; a
sentence is judged only by phrases that speak to the reader, and never when it quotes somebody.
"""

from workers.stages.clean.wordings.lookup import has_wordings, wording

__all__ = ["has_wordings", "wording"]
