# shellcheck shell=bash
# The place for imports, a vCard file found by the beginning of its name, a dry
# run, and everyone is there.
. scripts/journey.sh import-a-file

mkdir -p "$HOME/Downloads/Adressen"
cp scripts/journeys/weimar.vcf "$HOME/Downloads/Adressen/"
kontor log 'Notiz: heute ziehen wir um' --yes >/dev/null # or the window asks for a name

window_open de
key ctrl+9
picture 1-import
key Return
picture 2-which-file
type_text 'adr'
key Tab
type_text 'wei'
picture 3-typed
key Return
picture 3-chosen
key Return
picture 4-would-happen
key Return
picture 5-imported
key ctrl+2
picture 6-people
program_close

expect 'everyone is there' answers people Goethe Schiller Herder Wieland 'von Stein' 'Friedrich Müller' mueller@kanzlei.example
expect 'the ledger is sound' kontor verify
