# shellcheck shell=bash
# Two laptops share a workspace over a server. Both work while it is down, change
# the same person differently, come back, settle it, and see the same.
. scripts/journey.sh two-laptops

# serve starts the server for trying, the second time where the first one was.
serve() {
  "$KONTOR" team serve-test --data "$journey_data/server" --account anna:gingo-biloba --account bert:osterspaziergang \
    ${address:+--listen "$address"} --json >"$journey_data/server.json" 2>"$journey_data/server.log" &
  server=$!
  screen_pids+=("$server")
  until_true 30 grep -q esdb: "$journey_data/server.json" || window_fail 'The server did not start:' "$journey_data/server.log"
  address=$(grep -o 'esdb://[0-9.:]*' "$journey_data/server.json" | head -n 1)
  address=${address#esdb://}
}

# at LAPTOP COMMAND...: the terminal of a laptop, beside its window.
at() { "$KONTOR" "${@:2}" --data "$journey_data/$1"; }

# comes LAPTOP COMMAND TEXT: the terminal says the text, sooner or later.
comes() { until_true 30 says "$@"; }
says() { at "$1" "$2" --json 2>/dev/null | grep -qF "$3"; }

address=
serve
at anna import scripts/journeys/weimar.vcf >/dev/null

laptop anna
screen_open 1280x800
program_start "$KONTOR" --data "$journey_data/anna" --lang de
key ctrl+t
type_text "esdb://$address?tls=true"
key Tab
type_text anna
key Tab
type_text gingo-biloba
key Tab
type_text "$journey_data/server/ca.pem"
key Tab Tab
type_text 'dieses Baums Blatt der von Osten'
key Tab
type_text 'dieses Baums Blatt der von Osten'
picture 1-share
key Return
comes anna 'team status' '"shared"' || true
picture 2-shared

laptop bert
screen_open 1280x800
program_start "$KONTOR" --data "$journey_data/bert" --lang en
type_text 'Bettina Brentano'
key Tab Tab Tab Tab Return
picture 3-join
type_text "esdb://$address?tls=true"
key Tab
type_text bert
key Tab
type_text osterspaziergang
key Tab
type_text "$journey_data/server/ca.pem"
key Tab Tab
type_text 'dieses Baums Blatt der von Osten'
key Return
until_true 30 quietly ls "$journey_data/bert/projections.db" || true

picture 4-joined

kill "$server"
wait "$server" || true
laptop anna

key ctrl+k
picture 5-palette
type_text schiller
key Return
key e
picture 5-anna-edits
