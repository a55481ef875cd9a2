"""The commands of `quotewire dlt`, with their options."""

import os
from datetime import datetime
from typing import Annotated

import typer

from workers.commands.ending import GOOD, SOME_BAD, run_to_end
from workers.commands.times import time_of
from workers.flow import STAGES
from workers.kafka.letters import Place, Selection
from workers.settings import load_settings

app = typer.Typer(
    help="Look at dead letters, and publish them again: records that a stage could not process.", no_args_is_help=True
)


def _place(text: str) -> Place:
    try:
        return Place.parse(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a place such as articles.raw.v1-dlt/0/17") from None


def _stage(text: str) -> str:
    names = [stage.name for stage in STAGES]
    if text not in names:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(names)}")
    return text


Reason = Annotated[str | None, typer.Option(help="The fault, such as not_json, or part of its message.")]
Field = Annotated[str | None, typer.Option(help="The field that was wrong, such as body; record is all of it.")]
Stage = Annotated[str | None, typer.Option(parser=_stage, metavar="STAGE", help="The stage that could not.")]
Since = Annotated[datetime | None, typer.Option(parser=time_of, metavar="TIME", help="Dead from then on; UTC.")]
Until = Annotated[datetime | None, typer.Option(parser=time_of, metavar="TIME", help="Dead before then; UTC.")]
Key = Annotated[str | None, typer.Option(help="The record's key.")]
At = Annotated[
    list[Place] | None, typer.Option(parser=_place, metavar="TOPIC/PARTITION/OFFSET", help="Just that one; repeatable.")
]
Limit = Annotated[int | None, typer.Option("-n", "--limit", min=1, help="No more than so many, the oldest first.")]


def _selection(
    reason: str | None,
    field: str | None,
    stage: str | None,
    since: datetime | None,
    until: datetime | None,
    key: str | None,
    places: list[Place] | None,
    prefix: str,
) -> Selection:
    """Make a selection of the options that commands share; places may be named without the prefix of the installation."""
    whole = frozenset(
        place if place.topic.startswith(prefix) else place._replace(topic=prefix + place.topic)
        for place in places or ()
    )
    return Selection(reason, field, stage, since, until, None if key is None else os.fsencode(key), whole)


@app.command("list")
def list_(
    reason: Reason = None,
    field: Field = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    key: Key = None,
    at: At = None,
    limit: Limit = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Those that were replayed, too.")] = False,
) -> None:
    """List dead letters that wait: a line for people on a terminal, JSON Lines with their values in a pipe."""
    from workers.commands.dead_letters import list_letters

    settings = load_settings()
    selection = _selection(reason, field, stage, since, until, key, at, settings.topic_prefix)
    run_to_end(list_letters(selection, settings, limit=limit, replayed_too=replayed))


@app.command()
def show(
    places: Annotated[
        list[Place], typer.Argument(parser=_place, metavar="TOPIC/PARTITION/OFFSET…", help="As list shows them.")
    ],
) -> None:
    """Show dead letters with all of their headers and their values."""
    from workers.commands.dead_letters import show_letters

    settings = load_settings()
    selection = _selection(None, None, None, None, None, None, places, settings.topic_prefix)
    raise typer.Exit(SOME_BAD if run_to_end(show_letters(selection, settings)) else GOOD)


@app.command()
def replay(
    reason: Reason = None,
    field: Field = None,
    stage: Stage = None,
    since: Since = None,
    until: Until = None,
    key: Key = None,
    at: At = None,
    limit: Limit = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Publish nothing, only say what would be.")] = False,
    over_newer: Annotated[
        bool, typer.Option("--over-newer", help="Also those for which the topic holds something newer under their key.")
    ] = False,
) -> None:
    """Publish what `list` lists under the same options to its topic again: each once, however often this is run."""
    from workers.commands.dead_letters import replay_letters

    settings = load_settings()
    selection = _selection(reason, field, stage, since, until, key, at, settings.topic_prefix)
    bad = run_to_end(replay_letters(selection, settings, limit=limit, dry=dry_run, over_newer=over_newer))
    raise typer.Exit(SOME_BAD if bad else GOOD)
