"""The Faust agent, and all that it is wired to."""
