#!/usr/bin/env bash
# Replaces the workers of a Compose project, one after another, by ones of the image and the settings that hold now:
#
#   deploy/upgrade.sh                      after `docker compose build`, or a change in .env
#   IMAGE_TAG=before deploy/upgrade.sh     back to an older image
#
# Each new worker joins its stage before an old one leaves, so there has to be memory for one more. A stage keeps as many
# workers as it has. When a new one does not become ready, it is removed, the old ones go on, and this ends with 1.
# Kafka stays as it is: `docker compose up --detach` replaces it, and everything waits meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly STAGES="quotes entities clean" # who reads a field is there before who writes it
readonly PATIENCE_SECONDS=${PATIENCE_SECONDS:-300}
unready=

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }
name() { docker inspect --format '{{slice .Name 1}}' "$1"; }
compose() { docker compose --progress quiet "$@"; }
remove_unready() { [[ -z $unready ]] || docker rm --force "$unready" >/dev/null; }
trap remove_unready EXIT

wait_until_ready() { # CONTAINER
  local deadline=$((SECONDS + PATIENCE_SECONDS))
  until [[ $(docker inspect --format '{{.State.Health.Status}}' "$1") == healthy ]]; do
    if ((SECONDS >= deadline)); then
      say "$(name "$1") is not ready after $PATIENCE_SECONDS seconds and is removed; the others go on. What it was like:"
      docker inspect --format 'last exit code {{.State.ExitCode}} (137: out of memory), started {{.RestartCount}} times again' "$1"
      docker logs --tail 3 "$1" 2>&1
      exit 1
    fi
    sleep 1
  done
}

replace() { # STAGE
  local stage=$1 old known workers
  if [[ -z $(compose ps --quiet "$stage") ]]; then
    say "$stage has no worker that runs: \`docker compose up --detach $stage\` starts it"
    return
  fi
  workers=$(compose ps --all --quiet "$stage")
  for old in $workers; do
    known=$(compose ps --all --quiet "$stage")
    # Not with --no-deps: Compose would take the worker for an outdated one, and make it anew at the next `up`.
    compose up --detach --no-recreate --scale "$stage=$(($(wc -w <<<"$known") + 1))" "$stage"
    unready=$(compose ps --all --quiet "$stage" | grep -vxF "$known")
    wait_until_ready "$unready"
    say "$(name "$unready") is ready, $(name "$old") stops"
    unready=
    docker stop "$old" >/dev/null
    docker rm "$old" >/dev/null
  done
}

topics=$(compose run --rm --no-deps -T topics 2>&1) || { echo "$topics"; exit 1; } # those that a new version adds
compose rm --force topics >/dev/null 2>&1 # the next `up` makes it anew, and with an old one, all workers too
for stage in $STAGES; do replace "$stage"; done
# Nothing flows through the others, such as the page and Prometheus: they may be away for a moment.
others=$(compose ps --services --status running | grep -vxE "kafka|${STAGES// /|}" || true)
if [[ -n $others ]]; then # unquoted below: several words
  compose rm --stop --force $others >/dev/null 2>&1
  compose up --detach --no-recreate $others
fi
