# shellcheck shell=bash
# A colleague looks at a partner before an offer: Ctrl+K, the organisation, the
# open complaint on top, A to the conversation, P for the page to hand over.
. scripts/journey.sh check-a-partner

kontor log 'Mail von Goethe @ Cotta: Das Vorlesepult kam zerbrochen an #beschwerde' --yes >/dev/null
kontor log 'Telefonat Schiller @ Cotta: plant eine Zeitschrift' --yes >/dev/null

window_open de
key ctrl+k
type_text 'cotta'
key Return
picture 1-organisation
key p
picture 2-save
key ctrl+a
type_text "$journey_data/cotta.pdf"
key Return
picture 3-saved
key a
picture 4-complaint
program_close

expect 'the page is a PDF' [ "$(head -c 4 "$journey_data/cotta.pdf")" = '%PDF' ]
kontor dossier Goethe -o "$journey_data/goethe.pdf" >/dev/null
expect 'so is that of a person from the terminal' [ "$(head -c 4 "$journey_data/goethe.pdf")" = '%PDF' ]
