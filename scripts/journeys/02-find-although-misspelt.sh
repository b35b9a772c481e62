# shellcheck shell=bash
# Ctrl+K, a name as one hears it, Enter: the person's page.
. scripts/journey.sh find-although-misspelt

kontor import scripts/journeys/weimar.vcf >/dev/null
kontor log 'Treffen Schiller @ Cotta: plant eine neue Zeitschrift' --yes >/dev/null

window_open de
key ctrl+k
type_text 'shiler'
picture 1-found
key Return
picture 2-person
program_close

output=$(kontor people shiler --json)
expect 'the misspelt name finds Schiller' [ "${output/Schiller/}" != "$output" ]
