# shellcheck shell=bash
# A screen in memory, a window manager and one program in it, driven by keys.
# To be sourced by a bash script with `set -euo pipefail`:
#
#   screen_open [1440x900]        a free display with a window manager
#   program_start COMMAND...      runs it there and waits for its window
#   key ctrl+k Down Return        presses keys, one after the other
#   type_text "Müller"            types what a German keyboard has
#   click X Y                     clicks inside the window
#   shot FILE.png                 a picture of the window once it has come to rest
#   program_close                 closes the window as a user would
#   laptop NAME                   what follows happens on that machine: a screen,
#                                 a program and a folder of its own
#
# Everything is taken down when the script ends. Nothing waits for a fixed
# time: each step polls for what it needs and gives up with a clear word.

window_scratch=$(mktemp -d "${TMPDIR:-/tmp}/kontor-window.XXXXXX")
window_log=$window_scratch/program.log
window_id=
program_pid=
program_status=0
screen_pids=()
laptop=only
declare -A laptops=()

trap screen_close EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

screen_open() {
  local size=${1:-1440x900} number=$window_scratch/display-$laptop
  # Xvfb itself finds a free display number and tells us. It must not start
  # afresh, and forget the keyboard, whenever the last program leaves it.
  Xvfb -displayfd 3 -screen 0 "${size}x24" -noreset -nolisten tcp +extension GLX \
    3>"$number" >"$window_scratch/xvfb.log" 2>&1 &
  screen_pids+=($!)
  until_true 20 test -s "$number" || window_fail 'Xvfb did not start:' "$window_scratch/xvfb.log"
  DISPLAY=:$(<"$number")
  export DISPLAY
  # Drawn by the processor, at one pixel a unit, under X11: the same everywhere.
  unset WAYLAND_DISPLAY
  export LIBGL_ALWAYS_SOFTWARE=1 FYNE_SCALE=1 FYNE_PLATFORM=x11 LC_ALL=C.UTF-8

  # xdotool types a letter that the keyboard lacks by changing the layout for a
  # moment, which the window may notice too late. A German one has them all.
  setxkbmap de

  openbox >"$window_scratch/openbox.log" 2>&1 &
  screen_pids+=($!)
  until_true 20 quietly xdotool get_num_desktops ||
    window_fail 'The window manager did not start:' "$window_scratch/openbox.log"
}

# laptop puts away what belongs to the machine that was driven last.
laptop() {
  laptops[$laptop]="DISPLAY=${DISPLAY:-} window_id=$window_id program_pid=$program_pid"
  laptop=$1
  window_log=$window_scratch/program-$laptop.log
  DISPLAY='' window_id='' program_pid=''
  [ -z "${laptops[$laptop]:-}" ] || eval "${laptops[$laptop]}"
  export DISPLAY
}

program_start() {
  "$@" >"$window_log" 2>&1 </dev/null &
  program_pid=$!
  until_true 90 window_seen_or_gone ||
    window_fail 'No window after 90 seconds. The program said:' "$window_log"
  if program_gone; then
    program_reap
    window_fail "The program ended with status $program_status before its window opened. It said:" "$window_log"
  fi
  quietly xdotool windowactivate "$window_id" || true
  window_rest
}

key() {
  local chord before
  for chord in "$@"; do
    before=$(window_picture)
    xdotool key --clearmodifiers "$chord"
    window_react "$before"
  done
}

type_text() {
  local before
  before=$(window_picture)
  xdotool type --clearmodifiers --delay 25 -- "$1"
  window_react "$before"
}

click() {
  local before
  before=$(window_picture)
  xdotool mousemove --window "$window_id" "$1" "$2" click 1
  window_react "$before"
}

shot() {
  mkdir -p "$(dirname "$1")"
  window_rest
  program_alive || window_fail 'The program died. It said:' "$window_log"
  import -window "$window_id" "$1"
}

program_close() {
  xdotool windowactivate "$window_id" key --clearmodifiers alt+F4
  if ! until_true 15 program_gone; then
    echo 'The window did not close on Alt+F4; asking the program to end.' >&2
    kill -TERM "$program_pid"
    until_true 15 program_gone || window_fail 'The program does not end. It said:' "$window_log"
  fi
  program_reap
  [ "$program_status" -eq 0 ] || window_fail "The program ended with status $program_status. It said:" "$window_log"
  ! grep -q 'Failed to focus' "$window_log" || window_fail 'Something got the keyboard that is not in sight:' "$window_log"
}

screen_close() {
  local pid name
  for name in "${!laptops[@]}"; do
    [ "$name" = "$laptop" ] || pid=${laptops[$name]##*program_pid=}
    [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
  done
  for pid in ${program_pid:+"$program_pid"} "${screen_pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$window_scratch"
}

# window_react waits for the window to answer an input: to change, then to rest.
# Some keys change nothing, so the wait for a change is short.
window_react() {
  local before=$1
  until_true 2 window_differs "$before" || true
  window_rest
}

# window_rest waits until two pictures in a row are the same. A window that
# keeps moving, such as one with a progress bar, is taken as it is.
window_rest() {
  window_last=
  until_true 4 window_unchanged || true
}

window_unchanged() {
  local now
  now=$(window_picture)
  [ "$now" = "$window_last" ] && return 0
  window_last=$now
  return 1
}

window_differs() { [ "$(window_picture)" != "$1" ] || program_gone; }

window_picture() { { import -window "$window_id" -depth 8 rgb:- 2>/dev/null || true; } | cksum; }

window_seen_or_gone() {
  program_alive || return 0
  window_id=$(xdotool search --onlyvisible --pid "$program_pid" 2>/dev/null | tail -n 1 || true)
  [ -n "$window_id" ]
}

program_alive() { kill -0 "$program_pid" 2>/dev/null; }
program_gone() { ! program_alive; }

program_reap() {
  program_status=0
  wait "$program_pid" || program_status=$?
  program_pid=
}

# until_true SECONDS COMMAND... repeats the command until it succeeds.
until_true() {
  local end=$((SECONDS + $1 + 1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

quietly() { "$@" >/dev/null 2>&1; }

window_fail() {
  echo "$1" >&2
  [ -z "${2:-}" ] || tail -n 40 "$2" | sed 's/^/  | /' >&2
  exit 1
}
