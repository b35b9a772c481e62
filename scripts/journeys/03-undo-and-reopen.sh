# shellcheck shell=bash
# What was logged by mistake is taken back with Ctrl+Z, and stays taken back.
. scripts/journey.sh undo-and-reopen

kontor import scripts/journeys/weimar.vcf >/dev/null
kontor log 'Mail Herder: fragt nach dem Termin' --yes >/dev/null

window_open de
key ctrl+l
type_text 'Telefonat Wieland: aus Versehen festgehalten'
key Return
picture 1-logged
key ctrl+z
picture 2-undone
program_close

expect 'the other entry is untouched' answers timeline 'fragt nach dem Termin'
mistake=$(kontor timeline --json)
expect 'the mistake is gone from the timeline' [ "${mistake/aus Versehen festgehalten/}" = "$mistake" ]
expect 'the ledger is sound' kontor verify
