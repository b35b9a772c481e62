# shellcheck shell=bash
# Every place of the window with a sample community, in both languages. Nothing
# is claimed but that the window lives; the pictures are for looking at.
. scripts/journey.sh look-around

kontor demo --people 60 --conversations 400 --seed 7 >/dev/null

for language in de en; do
  window_open "$language"
  for place in 1 2 3 4 5 6; do
    key "ctrl+$place"
    picture "$language-$place"
  done
  key ctrl+2 j Return
  picture "$language-person"
  key question
  picture "$language-keys"
  key Escape
  program_close
done
