"""An article with its quotes as people look at it: on a terminal, and as a page for a browser."""
