"""Quotewire: raw news articles in, clean articles, entities and attributed quotes out, through Kafka."""

from importlib.metadata import version

__version__ = version("quotewire")
