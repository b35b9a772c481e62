# shellcheck shell=bash
# Ctrl+L anywhere, one line, Enter: everyone is on the timeline, the promise is
# due, and all of it is there after the window was closed and opened again.
. scripts/journey.sh log-a-conversation

kontor import scripts/journeys/weimar.vcf >/dev/null

window_open de
picture 1-start
key ctrl+l
type_text 'Telefonat Goethe, Schiller @ Cotta: will deutsche Doku #docs, Entwurf schicken nächsten Di'
picture 2-preview
key Return
picture 3-logged
key ctrl+1
picture 4-today
program_close

expect 'both people are on the timeline' answers timeline Goethe Schiller 'deutsche Doku'
expect 'the tag is kept' answers timeline docs
expect 'the promise is a follow-up' answers today 'Entwurf schicken'

window_open de
picture 5-again
program_close
expect 'it is still there' answers timeline 'deutsche Doku'
