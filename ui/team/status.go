package team

import (
	"errors"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/when"
	"kontor/workspace"
)

// Said is a status in words: what is always visible at the foot of the rail.
type Said struct {
	Tone   kit.Tone
	Icon   kit.Icon
	Text   string
	Detail string
}

// Say says how things stand with the team. Alone there is nothing to say, and ok
// is false.
func Say(s workspace.TeamStatus, now time.Time) (said Said, ok bool) {
	if s.State == workspace.TeamSolo {
		return Said{}, false
	}
	said = saidOf(s, now)
	if detail := detailOf(s); detail != "" && said.Detail == "" {
		said.Detail = detail
	}
	if s.Attention > 0 {
		said.Detail = i18n.N("team.status.attention", s.Attention)
		if said.Tone == kit.Good || said.Tone == kit.Neutral {
			said.Tone, said.Icon = kit.Soon, kit.IconReminder
		}
	}
	return said, true
}

func saidOf(s workspace.TeamStatus, now time.Time) Said {
	if passwordNeeded(s) {
		return Said{Tone: kit.Soon, Icon: kit.IconLock, Text: i18n.T("team.status.password-needed"), Detail: i18n.T("team.status.enter")}
	}
	switch s.State {
	case workspace.TeamShared:
		text := i18n.T("team.status.shared.never")
		if !s.SharedAt.IsZero() {
			text = i18n.T("team.status.shared", clock(s.SharedAt, now))
		}
		if s.FilesWaiting > 0 {
			return Said{Tone: kit.Good, Icon: kit.IconDone, Text: text, Detail: i18n.N("team.status.files", s.FilesWaiting)}
		}
		return Said{Tone: kit.Good, Icon: kit.IconDone, Text: text}
	case workspace.TeamUnshared:
		if s.Unshared == 0 {
			return Said{Tone: kit.Neutral, Icon: kit.IconSync, Text: i18n.T("team.status.connecting")}
		}
		return Said{Tone: kit.Soon, Icon: kit.IconClock, Text: i18n.N("team.status.waiting", int(s.Unshared))}
	case workspace.TeamSyncing:
		text := i18n.T("team.status.syncing")
		if s.Progress.Total > 0 {
			text = i18n.T("team.status.syncing.progress", int(s.Progress.Done), int(s.Progress.Total))
		}
		return Said{Tone: kit.Accent, Icon: kit.IconSync, Text: text}
	case workspace.TeamOffline:
		return Said{Tone: kit.Soon, Icon: kit.IconOffline, Text: i18n.T("team.status.offline", clock(s.Since, now))}
	case workspace.TeamFounding:
		return Said{Tone: kit.Soon, Icon: kit.IconClock, Text: i18n.T("team.status.founding")}
	case workspace.TeamDenied:
		if problemKey(s.Problem) == "team.credentials" {
			return Said{Tone: kit.Late, Icon: kit.IconLock, Text: i18n.T("team.status.credentials")}
		}
		return Said{Tone: kit.Late, Icon: kit.IconLock, Text: i18n.T("team.status.denied")}
	case workspace.TeamReset, workspace.TeamRestored, workspace.TeamDiverged:
		return Said{Tone: kit.Late, Icon: kit.IconWarning, Text: i18n.T("team.status." + string(s.State)), Detail: i18n.T("team.status.decide")}
	case workspace.TeamForeign, workspace.TeamAltered:
		return Said{Tone: kit.Late, Icon: kit.IconShield, Text: i18n.T("team.status." + string(s.State))}
	case workspace.TeamUpdateNeeded:
		return Said{Tone: kit.Soon, Icon: kit.IconDownload, Text: i18n.T("team.status.update-needed")}
	}
	return Said{Tone: kit.Late, Icon: kit.IconWarning, Text: i18n.T("team.status.failed")}
}

// detailOf is what else there is to know, the most important first.
func detailOf(s workspace.TeamStatus) string {
	switch {
	case s.Unshared > 0 && s.State != workspace.TeamUnshared && s.State != workspace.TeamSyncing:
		return i18n.N("team.status.unshared", int(s.Unshared))
	case s.ClockOff > 0:
		return i18n.T("team.status.clock.ahead", span(s.ClockOff))
	case s.ClockOff < 0:
		return i18n.T("team.status.clock.behind", span(-s.ClockOff))
	}
	return ""
}

func passwordNeeded(s workspace.TeamStatus) bool {
	return errors.Is(s.Problem, workspace.ErrPasswordNeeded)
}

// problemKey names the sentence of a problem, "" where it has none.
func problemKey(err error) string {
	var keyed interface{ MessageKey() string }
	if errors.As(err, &keyed) {
		return keyed.MessageKey()
	}
	return ""
}

// clock is a time as short as it can be said: the hour today, else the day.
func clock(at, now time.Time) string {
	if at.IsZero() {
		return i18n.T("team.fact.never")
	}
	at = at.In(now.Location())
	if domain.DayOf(at) == domain.DayOf(now) {
		return at.Format("15:04")
	}
	return when.Speak(at, now, i18n.Language(), domain.PrecisionDay)
}

// span is a length of time in the largest unit that fills it.
func span(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return i18n.N("team.span.days", int(d.Round(24*time.Hour)/(24*time.Hour)))
	case d >= time.Hour:
		return i18n.N("team.span.hours", int(d.Round(time.Hour)/time.Hour))
	}
	return i18n.N("team.span.minutes", max(1, int(d.Round(time.Minute)/time.Minute)))
}
