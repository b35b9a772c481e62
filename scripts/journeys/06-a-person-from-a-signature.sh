# shellcheck shell=bash
# Ctrl+N, the foot of a mail, Ctrl+Enter: the person with mail, phone and company.
. scripts/journey.sh a-person-from-a-signature

kontor import scripts/journeys/weimar.vcf >/dev/null

window_open de
key ctrl+n
picture 1-form
for line in 'Jörg Größel' 'Einkaufsleiter' 'Vieweg & Söhne GmbH' 'Tel. +49 531 123456'; do
  type_text "$line"
  key Return
done
type_text 'groessel@vieweg.example'
picture 2-read
key ctrl+Return
picture 3-saved
program_close

expect 'name, company, mail and phone are kept as written' \
  answers people 'Jörg Größel' 'Vieweg & Söhne GmbH' groessel@vieweg.example 531
expect 'the ledger is sound' kontor verify
