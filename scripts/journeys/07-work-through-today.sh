# shellcheck shell=bash
# Today by keys alone: D is done, S puts off until tomorrow, L logs a
# conversation with the person of the row.
. scripts/journey.sh work-through-today

kontor import scripts/journeys/weimar.vcf >/dev/null
kontor log 'Telefonat Goethe: Entwurf > Entwurf schicken heute' --yes >/dev/null
kontor log 'Telefonat Herder: Predigt > Predigt lesen heute' --yes >/dev/null
kontor log 'Telefonat Wieland: Merkur > Merkur bestellen heute' --yes >/dev/null

window_open de
picture 1-queue
key d
picture 2-done
key s
picture 3-snooze
key Return # the first is tomorrow
picture 4-snoozed
key l
type_text 'kommt zum Essen'
picture 5-log
key Return
picture 6-logged
program_close

queue=$(kontor today --json)
expect 'what is done is gone' [ "${queue/Entwurf schicken/}" = "$queue" ]
expect 'what was put off is due tomorrow' answers today 'Predigt lesen' '"days": -1'
expect 'what was left alone is due today' answers today 'Merkur bestellen' '"days": 0'
expect 'the conversation is on the timeline' answers timeline 'kommt zum Essen' Wieland
