"""The commands of `quotewire`."""

import os
import signal
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.base import Record
from schemas.enriched_article import EnrichedArticle
from workers import __version__
from workers.commands import dlt
from workers.commands.console import complain, quiet_libraries, tell
from workers.commands.ending import FAILED, GOOD, SOME_BAD, USAGE
from workers.commands.ending import run_to_end as _run
from workers.commands.inputs import check_paths
from workers.commands.times import EARLIEST, time_or_earliest
from workers.environment import variable
from workers.errors import QuotewireError, SettingsError
from workers.flow import STAGES, stage_named
from workers.offline import RAW_ARTICLES, origins, stages_between
from workers.settings import load_settings
from workers.topics import DEFAULT_PARTITIONS

app = typer.Typer(
    help="Turn a Kafka topic of raw news articles into topics of clean articles, entities and attributed quotes.",
    epilog=(
        "To begin: `quotewire enrich article.html` needs no Kafka. `quotewire run` brings one along, and says what other commands need to "
        "reach it: then `quotewire web` shows in a browser what comes of `quotewire publish article.html`.\n\n"
        "Exit codes: 0 all went well, 1 some records were bad (the rest is done), 2 usage or settings, 3 it failed."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILES…",
        help="JSON Lines (.jsonl, .jsonl.gz), .json, .html or .txt; - is JSON Lines on standard input.",
    ),
]


def _one_of(names: Iterable[str]) -> dict[str, Any]:
    """Return the options of an argument that is one of some names: typer itself wants them written out as an Enum."""
    allowed = tuple(names)

    def parse(value: str) -> str:
        if value not in allowed:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def complete(incomplete: str) -> list[str]:
        return [name for name in allowed if name.startswith(incomplete)]

    return {"parser": parse, "metavar": "|".join(allowed), "autocompletion": complete}


_STAGES = _one_of(stage.name for stage in STAGES)
_ORIGINS = _one_of(origins())
_LAST = STAGES[-1].name


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Handle the options that belong to no command."""
    quiet_libraries()
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def worker(stage: Annotated[str, typer.Argument(**_STAGES, help="What this worker does.")]) -> None:
    """Run one worker of a stage, on the brokers in QUOTEWIRE_BROKERS, until SIGTERM or Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(GOOD))  # while there is nothing to stop yet
    from workers.processes.fork_server import start_fork_server

    settings = load_settings()
    chosen = stage_named(stage).with_settings(settings)
    start_fork_server([chosen])  # it loads the stage while this process loads Faust
    from workers.observability.logs import configure_logs
    from workers.worker import run_worker

    configure_logs(settings.log_level)
    _run(run_worker(chosen, settings))


@app.command()
def run() -> None:
    """Run all stages, on the brokers in QUOTEWIRE_BROKERS or, if that is not set, on an embedded broker."""
    from workers.commands.run import run as run_stages
    from workers.observability.logs import configure_logs

    settings = load_settings()
    configure_logs(settings.log_level)
    _run(run_stages(settings, embedded=not os.environ.get(variable("brokers"))))


@app.command()
def enrich(
    files: Files,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write there, not to standard output.")] = None,
    come_from: Annotated[
        str, typer.Option("--from", **_ORIGINS, help="What the records of the files are.")
    ] = RAW_ARTICLES,
    go_to: Annotated[str, typer.Option("--to", **_STAGES, help="The last stage to run.")] = _LAST,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="Processes that share the work.")] = 1,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="With --to clean or --to quotes: say why lines were kept or dropped, or why quotes were found or not.",
        ),
    ] = False,
    shown: Annotated[
        bool | None,
        typer.Option("--show/--json", help="The articles with their quotes in colour: the default on a terminal."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page of the articles with their quotes too.")
    ] = None,
) -> None:
    """Run the stages on files, without Kafka: JSON Lines out, one for each good record, in order."""
    from workers.commands.enrich import enrich as enrich_files
    from workers.commands.outputs import Outputs

    if not stages_between(come_from, go_to):
        raise typer.BadParameter(f"nothing to do from {come_from} to {go_to}", param_hint="--to")
    if explain and come_from != RAW_ARTICLES:
        raise typer.BadParameter(
            "only what is made of raw articles can be explained: leave out --from", param_hint="--explain"
        )
    quotes = issubclass(stage_named(go_to).publishes.record_type or Record, EnrichedArticle)
    if (shown or html) and not quotes:
        raise typer.BadParameter("only quotes can be shown: leave out --to", param_hint="--show, --html")
    if shown and output:
        raise typer.BadParameter("shows on standard output, writes no file: leave out -o", param_hint="--show")
    _check(files, origins()[come_from])
    settings = load_settings()
    if explain:
        from workers.commands.explain import explain_files, explainer

        explained = explainer(go_to, settings)
        if explained is None:
            raise typer.BadParameter(
                "cleaning and quotes can be explained: --to clean, --to quotes", param_hint="--explain"
            )
        raise typer.Exit(SOME_BAD if explain_files(files, output, settings.max_body_bytes, explained) else GOOD)
    shown = shown if shown is not None else sys.stdout.isatty() and output is None and quotes
    try:
        out = Outputs(output, shown=shown, html=html)
    except OSError as error:
        complain(f"cannot write {error.filename}: {error.strerror}")
        raise typer.Exit(USAGE) from None
    with out:
        bad = _run(enrich_files(files, out, come_from, go_to, jobs, settings))
    raise typer.Exit(SOME_BAD if bad else GOOD)


@app.command()
def publish(files: Files) -> None:
    """Check raw articles and publish the good ones to the raw topic, keyed by their article id."""
    from schemas import RawArticle
    from workers.commands.publish import publish as publish_files

    _check(files, RawArticle)
    raise typer.Exit(SOME_BAD if _run(publish_files(files, load_settings())) else GOOD)


@app.command()
def validate(files: Files) -> None:
    """Report what is wrong with raw articles before anyone publishes them."""
    from schemas import RawArticle
    from workers.commands.publish import validate as validate_files

    _check(files, RawArticle)
    raise typer.Exit(SOME_BAD if validate_files(files, load_settings().max_body_bytes) else GOOD)


@app.command()
def tail(
    topics: Annotated[list[str], typer.Argument(metavar="TOPIC…", help="Such as quotes.v1.")],
    from_beginning: Annotated[
        bool, typer.Option("-b", "--from-beginning", help="Not only what comes from now on.")
    ] = False,
    count: Annotated[int | None, typer.Option("-n", "--count", min=1, help="Stop after so many records.")] = None,
    wait: Annotated[
        float | None, typer.Option("--wait", min=0.1, help="Stop when none came for so many seconds.")
    ] = None,
) -> None:
    """Print records as they come: a line for people on a terminal, JSON Lines in a pipe; committed records only."""
    from workers.commands.tail import tail as tail_topics

    _run(tail_topics(topics, load_settings(), from_beginning=from_beginning, count=count, wait=wait))


@app.command()
def status(
    watch: Annotated[bool, typer.Option("--watch", help="Again and again, until Ctrl-C.")] = False,
) -> None:
    """Show how far the stages are, what waits, and what is wrong: tables on a terminal, a line of JSON in a pipe.

    Exit codes: 0 all is well, 1 something is wrong that the last lines name (a stage without workers, a topic that is missing, a
    transaction that hangs, records that retention took before they were done), 2 usage or settings, 3 the brokers did not say.
    """
    from workers.commands import status as command

    settings = load_settings()
    well = _run(command.watch(settings) if watch else command.status(settings))
    raise typer.Exit(GOOD if well else SOME_BAD)


@app.command("lag-exporter")
def lag_exporter() -> None:
    """Serve how far the stages are as metrics for Prometheus, whether workers live or not, until SIGTERM or Ctrl-C."""
    from workers.commands.lag_exporter import lag_exporter as export
    from workers.observability.logs import configure_logs

    settings = load_settings()
    configure_logs(settings.log_level)
    quiet_libraries()
    _run(export(settings))


@app.command()
def reprocess(
    stage: Annotated[str, typer.Argument(**_STAGES, help="What is to be done again; none of its workers may run.")],
    since: Annotated[
        datetime,
        typer.Option(
            "--from",
            parser=time_or_earliest,
            metavar="TIME|earliest",
            help="What came then or later (UTC); or all that is kept.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing, only say what there is to do.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; needed where there is nobody to ask.")] = False,
) -> None:
    """Let a stage do again what it has done, for a new model, say: set its consumer group back."""
    from workers.commands.reprocess import Reprocessing, consequences, show

    if not (dry_run or yes or sys.stdin.isatty()):
        raise typer.BadParameter("there is nobody to ask: say so", param_hint="--yes")
    work = Reprocessing(stage_named(stage), load_settings())
    plan = _run(work.plan(None if since == EARLIEST else since, dry=dry_run))
    if not plan.ways:
        tell(
            f"{stage} has done nothing {'' if since == EARLIEST else 'from that time on '}that is still kept: nothing to do again"
        )
        return
    show(plan)
    tell(consequences(plan.stage))
    if dry_run:
        tell("nothing was changed")
        return
    if not yes:
        typer.confirm(f"Set {plan.group.name} back?", abort=True, err=True)
    _run(work.carry_out(plan))
    tell(f"{plan.group.name} is set back: start the workers of {stage}")


@app.command()
def web(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is any free one.")] = 8321,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the last quotes there; else in your application folder.")
    ] = None,
) -> None:
    """Show quotes as they come, in a browser, until Ctrl-C: to be filtered and searched, with their articles and speakers."""
    from workers.commands.web import web as serve_pages

    _run(serve_pages(load_settings(), host, port, store or Path(typer.get_app_dir("quotewire")) / "web.sqlite"))


@app.command()
def topics(
    partitions: Annotated[
        int, typer.Option(min=1, help="The limit of scaling: workers of a stage.")
    ] = DEFAULT_PARTITIONS,
    replication: Annotated[int, typer.Option(min=1, help="Brokers that hold each record.")] = 3,
) -> None:
    """Create the topics that are missing, and check those that are there."""
    from workers.kafka.admin import TopicState, admin_client, create_topics
    from workers.kafka.connection import Connection

    settings = load_settings()

    async def create() -> list[TopicState]:
        connection = Connection.of(settings)
        async with admin_client(connection) as admin:
            return await create_topics(admin, settings.topic_prefix, partitions, replication, connection.principal)

    for state in _run(create()):
        said = "created" if state.created else "; ".join(state.differences) or "as it should be"
        tell(f"{state.name}: {state.partitions} partitions, {said}")


def _check(files: list[Path], record_type: type[Any]) -> None:
    if problems := check_paths(files, record_type):
        for problem in problems:
            complain(problem)
        raise typer.Exit(USAGE)


app.add_typer(dlt.app, name="dlt")


def main() -> None:
    """Run a command; an error of ours is one line, not a stack trace."""
    try:
        app()
    except SettingsError as error:
        complain(str(error))
        sys.exit(USAGE)
    except QuotewireError as error:
        complain(str(error))
        sys.exit(FAILED)
    except BrokenPipeError:  # whoever read standard output has seen enough, as in "quotewire tail … | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(GOOD)
