# shellcheck shell=bash
# What every journey starts with: a workspace of its own, a window, pictures.
# To be sourced first:
#
#   . scripts/journey.sh NAME
#   kontor people --json          a terminal command on the journey's workspace
#   window_open de                opens the window on it, in German or English (en)
#   picture 01-today              build/journeys/NAME/01-today.png
#   expect "what is claimed" COMMAND...      the claim fails if the command does
set -euo pipefail

journey=$1
journey_data=$(mktemp -d "${TMPDIR:-/tmp}/kontor-journey.XXXXXX")
. scripts/window.sh
trap 'screen_close; rm -rf "$journey_data"' EXIT

# Without animations two equal pictures mean that the window has come to rest.
mkdir -p "$XDG_CONFIG_HOME/fyne"
echo '{"no_animations":true}' >"$XDG_CONFIG_HOME/fyne/settings.json"

kontor() { "$KONTOR" "$@" --data "$journey_data"; }

window_open() {
  [ -n "${DISPLAY:-}" ] || screen_open 1440x900
  program_start "$KONTOR" --data "$journey_data" --lang "$1"
}

picture() { shot "build/journeys/$journey/$1.png"; }

expect() {
  local claim=$1
  shift
  if ! "$@"; then
    echo "$journey: not so: $claim" >&2
    exit 1
  fi
}

# answers COMMAND TEXT...: the output of the terminal command holds every text.
answers() {
  local output text
  output=$(kontor "$1" --json)
  shift
  for text in "$@"; do
    [[ $output == *"$text"* ]] || { printf 'missing "%s" in:\n%s\n' "$text" "$output" | head -n 30 >&2; return 1; }
  done
}
