#!/bin/sh
# Accounts and rights on a team server, over its HTTP interface.
#
#   accounts.sh add LOGIN          an account in the group kontor; its password is read from the terminal
#   accounts.sh password LOGIN     gives an account another password
#   accounts.sh remove LOGIN       disables an account
#   accounts.sh rights             new streams: the group reads and writes, only admins delete
#   accounts.sh lock WORKSPACE     the same for the streams of a workspace, and nobody but admins changes it
#   accounts.sh scavenge           removes for good what was deleted or replaced
#
# KONTOR_SERVER is https://host:2113, KONTOR_CA the file of its authority; the
# password of the account admin is asked for, or taken from
# KONTOR_ADMIN_PASSWORD.
set -eu

group=kontor
case ${1:-} in
add | password | remove | rights | lock | scavenge) ;;
*)
	sed -n '4,9s/^# *//p' "$0" >&2
	exit 2
	;;
esac
server=${KONTOR_SERVER:?"such as https://kontor.example.org:2113"}

ask() { # PROMPT -> the answer, typed unseen
	printf '%s: ' "$1" >/dev/tty
	stty -echo </dev/tty
	IFS= read -r answer </dev/tty || answer=
	stty echo </dev/tty
	printf '\n' >/dev/tty
	printf '%s' "$answer"
}

# json TEXT -> TEXT as a JSON string
json() { printf '"%s"' "$(printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

password=${KONTOR_ADMIN_PASSWORD:-$(ask "Password of admin")}

# The password goes through standard input: arguments are visible to everyone
# on the machine.
call() { # METHOD PATH [CONTENT-TYPE BODY]
	printf 'user = "admin:%s"\n' "$(printf '%s' "$password" | sed 's/\\/\\\\/g; s/"/\\"/g')" |
		curl --config - --silent --show-error --fail --cacert "${KONTOR_CA:?the file ca.crt of the server}" \
			--request "$1" "$server$2" ${3:+--header "Content-Type: $3"} ${4:+--data-binary "$4"}
}

event() { # TYPE DATA -> one event in the form of the HTTP interface
	printf '[{"eventId":"%s","eventType":"%s","data":%s}]' "$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" "$1" "$2"
}

events=application/vnd.eventstore.events+json
case ${1:-} in
add)
	new=$(ask "New password of ${2:?login}")
	call POST /users application/json \
		"{\"loginName\":$(json "$2"),\"fullName\":$(json "$2"),\"password\":$(json "$new"),\"groups\":[\"$group\"]}"
	;;
password)
	new=$(ask "New password of ${2:?login}")
	call POST "/users/$2/command/reset-password" application/json "{\"newPassword\":$(json "$new")}"
	;;
remove) call POST "/users/${2:?login}/command/disable" application/json '{}' ;;
rights)
	call POST '/streams/%24settings' "$events" "$(event update-default-acl \
		"{\"\$userStreamAcl\":{\"\$r\":\"$group\",\"\$w\":\"$group\",\"\$d\":\"\$admins\",\"\$mr\":\"$group\",\"\$mw\":\"$group\"},\"\$systemStreamAcl\":{\"\$r\":\"\$admins\",\"\$w\":\"\$admins\",\"\$d\":\"\$admins\",\"\$mr\":\"\$admins\",\"\$mw\":\"\$admins\"}}")"
	;;
lock)
	call POST "/streams/kontor-${2:?workspace}-1/metadata" "$events" "$(event '$metadata' \
		"{\"\$acl\":{\"\$r\":\"$group\",\"\$w\":\"$group\",\"\$d\":\"\$admins\",\"\$mr\":\"$group\",\"\$mw\":\"\$admins\"}}")"
	;;
scavenge) call POST '/admin/scavenge?threshold=0' application/json '{}' ;;
esac
echo
