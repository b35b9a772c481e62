package timeline

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// The kinds of rows.
const (
	kindEntry = iota
	kindDay
	kindChange
	kindFold
)

// item is one row of the list.
type item struct {
	id     string
	kind   int
	text   string // of a day, a change, a fold
	entry  *projections.TimelineEntry
	from   int // the entries it stands for
	to     int
	height float32 // measured at width; 0 if not yet
	width  float32
}

// foldFrom is how many neighbouring changes are folded into one line.
const foldFrom = 3

// arrange makes rows of the entries: a head for each day, and one line for
// several neighbouring changes.
func (t *Timeline) arrange() { t.arrangeKeeping(nil) }

// arrangeKeeping makes rows of the entries and takes from rows that were made
// before what was found out about them.
func (t *Timeline) arrangeKeeping(before map[string]item) {
	t.items = t.items[:0:0]
	now := t.p.Desk.Workspace.Now()
	day := domain.Day("")
	for i := 0; i < t.entries.Len(); {
		e := t.entries.At(i)
		if d := domain.DayOf(e.At.In(now.Location())); d != day {
			day = d
			t.items = append(t.items, item{id: "day:" + string(d), kind: kindDay, text: dayLabel(e.At, now), from: i, to: i})
		}
		if e.Kind != projections.EntryChange {
			t.items = append(t.items, item{id: entryID(&e), kind: kindEntry, entry: &e, from: i, to: i})
			i++
			continue
		}
		end := i
		for end < t.entries.Len() && t.entries.At(end).Kind == projections.EntryChange &&
			domain.DayOf(t.entries.At(end).At.In(now.Location())) == day {
			end++
		}
		t.changes(i, end, before)
		i = end
	}
	clear(t.at)
	for i := range t.items {
		it := &t.items[i]
		t.at[it.id] = i
		if was, ok := before[it.id]; ok && was.text == it.text {
			it.height, it.width = was.height, was.width
		}
	}
}

// entryID names an entry among the others. A need that was raised with what
// several people had said on several days is one event and several entries.
func entryID(e *projections.TimelineEntry) string {
	if e.Kind != projections.EntryNeed {
		return e.Event.String() // stays the same when a conversation is corrected to another day
	}
	return e.Event.String() + "@" + strconv.FormatInt(e.At.UnixMicro(), 10)
}

// changes adds the changes of one day that stand together.
func (t *Timeline) changes(from, to int, before map[string]item) {
	if to-from >= foldFrom && t.filter.View != viewHistory {
		// Named by the oldest of them, which stays when another one comes.
		fold := "fold:" + t.entries.At(to-1).Event.String()
		text := i18n.N("timeline.changes", to-from) + "  ›"
		if t.open[fold] {
			text = i18n.N("timeline.changes.open", to-from)
		}
		t.items = append(t.items, item{id: fold, kind: kindFold, text: text, from: from, to: to - 1})
		if !t.open[fold] {
			return
		}
	}
	for i := from; i < to; i++ {
		e := t.entries.At(i)
		id := e.Event.String()
		was, known := before[id]
		if !known {
			was.text = t.changeText(&e)
		}
		t.items = append(t.items, item{id: id, kind: kindChange, text: was.text, entry: &e, from: i, to: i})
	}
}

func dayLabel(at, now time.Time) string {
	return when.Speak(at, now, i18n.Language(), domain.PrecisionDay)
}

func (t *Timeline) create(kind int) fyne.CanvasObject {
	switch kind {
	case kindDay:
		return newDayRow()
	case kindChange, kindFold:
		return newChangeRow(t.tapped)
	}
	return newEntryRow(margin, t.tapped)
}

func (t *Timeline) update(row int, object fyne.CanvasObject) {
	it := &t.items[row]
	switch object := object.(type) {
	case *dayRow:
		object.set(it.text)
	case *changeRow:
		var onTap func()
		if id := it.id; it.kind == kindFold {
			onTap = func() { t.fold(id) }
		}
		object.set(it.text, onTap)
	case *entryRow:
		object.set(t.view(it.entry))
	}
}

func (t *Timeline) height(row int, width float32) float32 {
	it := &t.items[row]
	if it.height > 0 && it.width == width {
		return it.height
	}
	switch it.kind {
	case kindDay:
		it.height = dayRowHeight
	case kindChange, kindFold:
		t.measureChange.set(it.text, nil)
		it.height = t.measureChange.HeightFor(width)
	default:
		t.measure.set(t.view(it.entry))
		it.height = t.measure.HeightFor(width)
	}
	it.width = width
	return it.height
}

func (t *Timeline) tooltip(row int) string {
	it := t.items[row]
	if it.entry == nil {
		return ""
	}
	exact := when.ExactTo(it.entry.At, i18n.Language(), it.entry.Precision)
	if by := t.p.Desk.AuthorName(it.entry.Actor); by != "" {
		return i18n.T("timeline.recorded", exact, by, when.Speak(it.entry.RecordedAt, t.p.Desk.Workspace.Now(), i18n.Language(), domain.PrecisionMinute))
	}
	return exact
}

var channelIcons = map[string]kit.Icon{
	domain.ChannelCall: kit.IconPhone, domain.ChannelMail: kit.IconMail, domain.ChannelMeeting: kit.IconPerson,
	domain.ChannelVideo: kit.IconVideo, domain.ChannelEvent: kit.IconFair, domain.ChannelLetter: kit.IconLetter,
	domain.ChannelForum: kit.IconForum, domain.ChannelChat: kit.IconChat, domain.ChannelSocial: kit.IconSocial,
	domain.ChannelNote: kit.IconNote,
}

// ChannelIcon is the icon of a channel; users' own channels share one.
func ChannelIcon(channel string) kit.Icon {
	if icon, ok := channelIcons[channel]; ok {
		return icon
	}
	return kit.IconConversation
}
