"""Pipelines of others, made to mark names as the stage wants them."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from spacy.language import Language

from workers.errors import PipelineUnfitError
from workers.stages.entities.choices import is_path
from workers.stages.entities.labels import RELABEL, Labeller, label_of, make_labeller
from workers.stages.entities.tagger import make_name_tagger
from workers.stages.spacy_pipelines import load_pipeline

READ_SYNTAX = frozenset((
    "attribute_ruler", "experimental_edit_tree_lemmatizer", "lemmatizer", "morphologizer", "parser", "sentencizer", "senter", "tagger",
    "textcat", "textcat_multilabel", "trainable_lemmatizer",
))  # fmt: skip
"""Kinds of components that find no names."""
VECTORS = frozenset(("tok2vec", "transformer", "curated_transformer"))
"""Kinds of components that other ones listen to."""
OWN = "quotewire_names"
"""Kind of the component that `make train-entities` trains."""

assert make_labeller  # these imports have told spaCy of the components
assert make_name_tagger


def load_named(language: str, pipeline: str, is_town: Callable[[str], bool]) -> Language:
    """Load the pipeline of a package or a folder, without what finds no names.

    Raises PipelineUnfitError when there is none, when it cannot be loaded, and when it finds nothing that records have a label for.
    """
    loaded = _loaded(language, pipeline)
    kinds = {name: loaded.get_pipe_meta(name).factory for name in loaded.pipe_names}
    finders = [name for name, kind in kinds.items() if kind not in READ_SYNTAX | VECTORS]
    if not finders:
        had = ", ".join(kinds) or "none"
        raise PipelineUnfitError(
            language,
            pipeline,
            f"it finds no names (its components: {had})",
            "name one that has a component such as ner or entity_ruler",
        )
    if {kinds[name] for name in finders} <= {"ner", OWN}:  # others, such as rulers, may look at what the rest has found
        _leave_out_syntax(loaded, kinds)
    if {kinds[name] for name in finders} != {OWN}:
        _relabel(loaded, language, pipeline, finders, is_town)
    return loaded


def _loaded(language: str, pipeline: str) -> Language:
    if is_path(pipeline):
        if not Path(pipeline).is_dir():
            raise PipelineUnfitError(
                language, pipeline, "there is no such folder", "name one that spaCy's `to_disk` has written"
            )
    elif find_spec(pipeline.replace("-", "_")) is None:
        raise PipelineUnfitError(
            language, pipeline, "it is not installed", f"pip install {pipeline.replace('_', '-')}, or name its folder"
        )
    try:
        return load_pipeline(Path(pipeline) if is_path(pipeline) else pipeline.replace("-", "_"))
    except Exception as error:  # whatever code of others raises
        problem = f"it cannot be loaded: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
        fix = "see whether spaCy can load it (spacy.load), with all that it needs installed"
        raise PipelineUnfitError(language, pipeline, problem, fix) from error


def _leave_out_syntax(loaded: Language, kinds: dict[str, str]) -> None:
    """Take out what reads syntax, which costs most of the time and memory, and vectors that nothing listens to any more."""
    for name in [name for name, kind in kinds.items() if kind in READ_SYNTAX]:
        loaded.remove_pipe(name)
    for name in [name for name, kind in kinds.items() if kind in VECTORS]:
        if not set(getattr(loaded.get_pipe(name), "listening_components", loaded.pipe_names)) & set(loaded.pipe_names):
            loaded.remove_pipe(name)


def _relabel(
    loaded: Language, language: str, pipeline: str, finders: list[str], is_town: Callable[[str], bool]
) -> None:
    """Add the component that brings names to the labels of records."""
    told = [getattr(loaded.get_pipe(name), "labels", None) for name in finders]
    labels = {label for some in told for label in some or ()}
    known = {label_of(label) for label in labels} - {None}
    if not known and None not in told:
        shown = ", ".join(sorted(labels)[:10]) or "none"
        raise PipelineUnfitError(
            language,
            pipeline,
            f"records have no label for what it finds ({shown})",
            "docs/entities.md has the labels that are understood",
        )
    labeller = loaded.add_pipe(RELABEL)
    assert isinstance(labeller, Labeller)
    if "GPE" not in known:
        labeller.is_town = is_town
