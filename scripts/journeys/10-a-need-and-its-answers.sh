# shellcheck shell=bash
# From a conversation to a need with an owner and a day; a second voice is added to
# the similar one; it is decided, both are told, and it is closed.
. scripts/journey.sh a-need-and-its-answers

kontor import scripts/journeys/weimar.vcf >/dev/null
kontor log 'Telefonat Goethe gestern: Im Zug fehlt das Handbuch. Ohne Netz geht nichts.' --yes >/dev/null
kontor log 'Telefonat Schiller: Braucht das Handbuch auf der Baustelle, dort ist kein Empfang.' --yes >/dev/null

window_open de
key ctrl+5
picture 1-conversations
key n
type_text 'Handbuch ohne Netz lesen'
picture 2-form
key Tab Tab # over the voice, which is there already, to whom else, and to the words
key Tab Down Return
picture 3-in-their-words
key ctrl+Return
picture 4-it-came-of-the-conversation

key j n
type_text 'Handbuch lesen im Zug'
picture 5-similar
key Down Return
picture 6-second-voice

key ctrl+6
picture 7-need
key t
type_text 'in 2 Wochen'
key Return
key o Return
picture 8-routed
key d
picture 9-decide
key j Tab
type_text 'Ab Januar gibt es das Handbuch als Datei.'
key ctrl+Return
picture 10-decided
key r
picture 11-voices
key x
picture 12-one-knows
key l
picture 13-told-in-a-conversation
key ctrl+Return
picture 14-everyone-knows
key ctrl+1
picture 15-today
program_close

# says TEXT COUNT: the needs say the text so many times.
needs=$(kontor needs --all --json)
says() { [ "$(grep -oF -- "$1" <<<"$needs" | wc -l)" -eq "$2" ] || { printf 'not %d times "%s" in:\n%s\n' "$2" "$1" "$needs" >&2; return 1; }; }
expect 'there is one need, and it is closed' says '"state": "closed"' 1
expect 'both are its voices, each with the conversation' says '"conversation":' 2
expect 'both were told' says '"told": true' 2
expect 'nobody is left to be told' says '"toTell": 0' 1
expect 'the words are those of the conversation' says 'auf der Baustelle, dort ist kein Empfang.' 1
expect 'the decision is kept in its words' says 'Ab Januar gibt es das Handbuch als Datei.' 1
expect 'it has an owner and a day' says '"due":' 1
expect 'the telling is a conversation' answers timeline 'Rückmeldung: Handbuch ohne Netz lesen'
expect 'no need is open' [ "$(kontor needs --json)" = '[]' ]
expect 'the ledger is sound' kontor verify
