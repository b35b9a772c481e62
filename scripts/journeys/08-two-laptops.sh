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
until_true 30 quietly ls "$journey_data/bert/views.db"
picture 4-joined
key ctrl+Return
picture 5-in-the-team

# The network is gone; both go on, and both change the same person.
kill "$server"
laptop anna
key ctrl+k
type_text schiller
key Return
key e ctrl+a
type_text Johann
key ctrl+Return
key ctrl+l
type_text 'Telefonat Schiller: liest aus dem Wallenstein'
key Return
picture 6-anna-alone
laptop bert
key ctrl+k
type_text schiller
key Return e ctrl+a
type_text Fritz
key ctrl+Return
key ctrl+l
type_text 'Mail Schiller: asks for the proofs'
key Return
picture 7-bert-alone

# It is back. Anna is first, so Bert is asked.
serve
laptop anna
key ctrl+r
laptop bert
key ctrl+r
picture 8-bert-is-told
key ctrl+k
type_text attention
key Return
picture 9-two-names
key 1 Return ctrl+r
picture 10-bert-decided
program_close
laptop anna
key ctrl+r
picture 11-anna-sees-it
program_close

# Both see the same; who looks calls themselves "you".
same() { [ "$(at anna "$@" --json)" = "$(at bert "$@" --json)" ]; }
has() { at "$1" "$2" --json | grep -qF "$3" || { echo "missing $3" >&2; return 1; }; }
for name in anna bert; do
  expect "$name has both conversations" has $name timeline 'liest aus dem Wallenstein'
  expect "$name has both conversations" has $name timeline 'asks for the proofs'
  expect "$name knows the name that was decided for" has $name people 'Fritz Schiller'
  expect "the ledger of $name is sound" at $name verify
done
expect 'both have the same people' same people
expect 'both have the same timeline' same timeline
