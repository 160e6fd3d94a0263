"""`storyc fleet`: plans submitted to a ledger, and the workers of many machines that work them off."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import LedgerProject, meant_project, reading, say_damage, store_option
from storyboard.cli.consent import Terms, agreed, consent_record, host_access, open_books
from storyboard.cli.hosts import KeyFiles, key_option, rehearsal_option
from storyboard.cli.options import Group, color_option, format_option, micro_dollars, output_option, quiet_option
from storyboard.cli.progress import compiled_films
from storyboard.cli.stories import gather
from storyboard.config import MOST_JOBS
from storyboard.fleet import FleetError
from storyboard.ledger import has_books, new_run, open_ledger
from storyboard.ledger.extracts import Extract
from storyboard.ledger.records import Attempt, Ledger, LedgerTrouble, Readout
from storyboard.ledger.submissions import of_fleet
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.plan.saved import Saved, load, options
from storyboard.production.purchase import caps, offer
from storyboard.production.purchase.offer import Consent, HostAccess, ProjectBooks
from storyboard.production.purchase.places import open_or_read, scattered, store_of
from storyboard.production.purchase.records import room_said
from storyboard.project.filming import check_outputs
from storyboard.project.places import check_names
from storyboard.project.selecting import narrowed
from storyboard.providers import registry
from storyboard.providers.keys import NoKey
from storyboard.records import as_text
from storyboard.report.drawing.words import count
from storyboard.roots import find_root
from storyboard.store.records import StoreTrouble
from storyboard.system.addresses import shown
from storyboard.system.signals import Terminated, heeding
from storyboard.timing import money

GROUP = "For hosts"
ORDER = 36
HELP = "Have many machines buy what was submitted."
_provider = click.option("--provider", metavar="NAME", help="The host that makes the clips.")


@click.group("fleet", cls=Group, short_help=HELP)
def command() -> None:
    """Have standing workers, on one machine or many, buy and fetch what was submitted to the ledger that they share.

    `submit` writes a saved plan and your consent into the ledger; each `run` is a worker, and buys nothing else. A plan
    is submitted in its project, and fetched from there by `storyc collect`.
    """


@command.command("submit", short_help="Submit a saved plan to the fleet.")
@click.option("--plan", "saved", metavar="FILE", required=True, help="What `storyc plan -o FILE` saved.")
@_provider
@click.option("--yes", is_flag=True, help="Don't ask before spending; caps still apply.")
@click.option("--max-cost", metavar="USD", help="Spend at most USD; counts as consent where nobody can be asked.")
@click.option("--trust-prices", metavar="MODEL@HOST", multiple=True, help="Trust prices that were never verified.")
@click.option("--no-look", is_flag=True, help="Don't ask the host first which clips it has already made.")
@click.option("--new-store", is_flag=True, help="In CI: allow starting with an empty ledger.")
@key_option
@store_option
@quiet_option
@color_option
def submit(
    saved: str, provider: str | None, yes: bool, max_cost: str | None, trust_prices: tuple[str, ...], no_look: bool,
    new_store: bool, key_files: KeyFiles, store: str | None, quiet: bool, color: str,
) -> int:  # fmt: skip
    """Submit what a saved plan buys; the workers of the fleet send it.

    The plan is checked against the stories, the caps and the host as a build checks it. From then on the ledger holds
    the price of each clip, with its request, the plan's digest and who agreed.
    """
    plan = load(saved)
    root, chosen = find_root(Path.cwd())[0], options(plan.selection)
    flags = {"model": chosen.model, "provider": provider, "store": store, "trust_prices": trust_prices or None}
    gathered = narrowed(gather([str(root / story) for story in plan.selection.stories], flags), chosen)
    if not gathered.projects:
        why = "its stories are not in this project" if gathered.missing else "it names no story"
        raise click.UsageError(f"nothing of the plan `{saved}` can be submitted: {why}")
    check_names(gathered.projects)
    for project in gathered.projects:
        _check_paid(project.config.provider)
    terms = Terms(Consent(yes=yes, most=micro_dollars(max_cost), blind=no_look), new_store, color, quiet)
    access, codes = host_access(key_files), [exits.USAGE] if gathered.missing else []
    try:
        with ExitStack() as stack:
            opened: list[ProjectBooks] = []
            for project in gathered.projects:
                item, wrong = compiled_films(project, chosen, color)
                codes += wrong
                check_outputs((request, len(film.clips)) for film in item.films for request in film.requests)
                opened.append(open_books(project, item.films, stack, terms, access, opened))
            return exits.worst([*codes, *_submitted(opened, terms, access, plan)])
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.worst([*codes, exits.of_lock(trouble)])


def _submitted(opened: Sequence[ProjectBooks], terms: Terms, access: HostAccess, plan: Saved) -> Sequence[int]:
    """The exit codes of submitting what would be bought, once somebody has agreed to it."""
    from storyboard.fleet import submitting

    for books in opened:
        submitting.check(books)
    refusals = agreed(opened, terms, access, plan)
    if refusals.codes:
        return refusals.codes
    consent = consent_record(opened, refusals.how, plan)
    if consent is None:
        terminal.say("nothing is to be bought")
        return ()
    consent, limits = msgspec.structs.replace(consent, fleet=True), caps.caps_of(opened, terms.consent)
    with offer.worded():
        for books in opened:
            attempts = list[Attempt]()
            try:
                full = submitting.submit(books, limits[books.root], consent, attempts.append)
            finally:
                total = money(sum(attempt.price for attempt in attempts))
                terminal.say(f"submitted {count(len(attempts), 'clip')} for {total} USD as plan `{plan.digest[:12]}`")
            if full is not None:
                terminal.say(f"error: {room_said(full)}: the clips after these were not submitted")
                return [exits.CAP]
    terminal.say("`storyc fleet run` sends them; then `storyc collect` brings them here")
    return ()


@command.command("run", short_help="Be a worker until told to stop.")
@_provider
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, MOST_JOBS), help="How many clips to send at once [default: 4]."
)
@click.option("--no-look", is_flag=True, help="Don't ask the host first which clips it has already made.")
@key_option
@store_option
def run(
    provider: str | None, jobs: int | None, no_look: bool, key_files: KeyFiles, store: str | None
) -> int:  # fmt: skip
    """Send what was submitted for a host, fetch it into the store, and book it, until Ctrl-C or SIGTERM.

    It takes no story: what is sent is what the ledger holds, byte for byte. Start as many workers as you like, on as
    many machines, by one STORYC_LEDGER and one STORYC_STORE; each may die at any moment. Without STORYC_LEDGER it is
    the ledger of the working folder's project, for one machine. Needs the extra `fleet`.
    """
    from storyboard.fleet.engine import Engine
    from storyboard.fleet.purchasing import Purchaser
    from storyboard.fleet.worker import BEAT, Worker

    meant = meant_project(store, rehearsal=False, host=provider or "")
    host = provider or registry.host_of(meant.config)
    _check_paid(host)
    config = msgspec.structs.replace(meant.config, provider=host)
    access = host_access(key_files)
    try:
        with ExitStack() as stack:
            stack.enter_context(heeding())
            offer.check_addresses(meant.addresses, fresh=not os.environ.get("CI"))
            opened = access.open(config)
            ledger, barred = open_or_read(meant.addresses, meant.here, new_run(), lockfile.read(meant.addresses.lock))
            stack.enter_context(closing(ledger))
            if barred:
                raise click.UsageError(barred)
            _check_store(meant, ledger)
            books = of_fleet(ledger)
            books.check_may_buy()
            stack.callback(opened.abort)  # what is being sent for longer than its grace
            clips = store_of(meant.addresses, ledger)
            clips.sweep()
            purchaser = Purchaser(
                books, clips, opened, config, meant.addresses, access, terminal.say, jobs=jobs or config.jobs,
                blind=no_look,
            )  # fmt: skip
            engine = Engine(
                meant.addresses.ledger, ledger.owner, ledger.id, meant.here, send=purchaser.send,
                bring=purchaser.bring, say=purchaser.say, jobs=purchaser.jobs, pause=BEAT.pause,
            )  # fmt: skip
            terminal.say(f"worker `{ledger.owner}` works for `{host}` by the ledger `{shown(meant.addresses.ledger)}`")
            Worker(purchaser, engine, BEAT).work(threading.Event())
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.of_lock(trouble)
    except NoKey as error:
        terminal.say(f"error: {error}")
        return exits.KEY
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
    except (KeyboardInterrupt, Terminated) as signalled:
        interrupted = isinstance(signalled, KeyboardInterrupt)
        terminal.say(
            f"{'interrupted' if interrupted else 'terminated'}: what the host makes is fetched by another worker"
        )
        return exits.INTERRUPTED if interrupted else exits.TERMINATED
    return exits.DONE


@command.command("status", short_help="Show how the submitted plans stand.")
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
@color_option
def status(form: str, target: str | None, store: str | None, rehearsal: bool, color: str) -> int:
    """Show each plan that was submitted: how many of its clips wait, are at the host and are here, and the money."""
    from storyboard.fleet import standing
    from storyboard.report.ledger import fleet as drawn

    meant = meant_project(store, rehearsal=rehearsal)
    with reading(meant.addresses.ledger) as ledger:
        readout = ledger.readout(Extract()) if ledger is not None else Readout(())
    result = standing.status(attempt for attempt in readout.attempts if attempt.rehearsal == meant.here.rehearsal)
    if form == "json":
        terminal.put(as_text(result), target)
    elif result.plans:
        paint, wide = terminal.drawn(color, target)
        terminal.put(drawn.render(result, color=paint, wide=wide), target)
    elif not readout.faults:
        terminal.say("nothing was submitted to the fleet")
    return say_damage(readout.faults)


@command.command("cancel", short_help="Take back what was not sent.")
@click.argument("name", metavar="PLAN|ID")
@store_option
@rehearsal_option
def cancel(name: str, store: str | None, rehearsal: bool) -> int:
    """Take back what waits of a plan, named by the beginning of its digest, or the one attempt whose id begins with ID.

    The price that was held is free again. What was sent is paid for: it is fetched all the same, and no host is asked
    to stop it.
    """
    from storyboard.fleet import standing

    meant = meant_project(store, rehearsal=rehearsal)
    try:
        if not has_books(meant.addresses.ledger):
            raise FleetError("nothing was submitted to the fleet")
        with closing(open_ledger(meant.addresses.ledger, place=meant.here)) as ledger:
            result = standing.cancel(of_fleet(ledger), name)
    except LedgerTrouble as trouble:
        raise click.UsageError(str(trouble)) from trouble
    freed = money(sum(attempt.held for attempt in result.void))
    sent = f"; already sent, and fetched all the same: {count(result.sent, 'clip')}" if result.sent else ""
    terminal.say(f"took back {count(len(result.void), 'clip')}, {freed} USD{sent}")
    return exits.DONE


def _check_paid(host: str) -> None:
    if not registry.is_paid(host):
        raise click.UsageError("the fleet buys from a host that is paid: name it by `--provider`")


def _check_store(meant: LedgerProject, ledger: Ledger) -> None:
    """Raises click.UsageError where many machines share the ledger and clips would lie on this one alone."""
    amiss = scattered(meant.addresses, ledger, meant.config.origins["store"])
    if amiss is not None and not meant.here.rehearsal:
        raise click.UsageError(": ".join(amiss))
