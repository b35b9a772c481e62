package palette

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// line is one line of the results: something to open or to do, or, without act,
// the head of a group.
type line struct {
	id     string
	data   kit.RowData
	faceOf func() kit.Face // of a record; asked on the window's thread
	record domain.Stream   // to look at beside the list, and to pin
	person string          // the name to log with, for people
	act    func()
	// complete is the text that the line makes of what is typed, in the place of
	// act.
	complete string
}

// head tells whether the line is the head of a group.
func (l line) head() bool { return l.act == nil && l.complete == "" }

const headKind = 1

func (l line) kind() int {
	if l.head() {
		return headKind
	}
	return 0
}

func (l line) height() float32 {
	switch {
	case l.head():
		return kit.GroupRowHeight
	case l.data.Sub == "":
		return kit.RowHeight - 8
	}
	return kit.RowHeight
}

// create makes a row that a single tap takes.
func (c *card) create(kind int) fyne.CanvasObject {
	if kind == headKind {
		return kit.NewGroupRow()
	}
	return newResult()
}

func (c *card) update(row int, object fyne.CanvasObject) {
	l := c.answer.lines[row]
	if head, ok := object.(*kit.GroupRow); ok {
		head.Set(l.data.Title)
		return
	}
	object.(*result).set(l.data, func() { c.takeLine(l) })
}

// result is a row that takes the tap from the list: one tap opens.
type result struct {
	widget.BaseWidget
	row  *kit.Row
	take func()
}

func newResult() *result {
	r := &result{row: kit.NewRow()}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *result) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.row) }

// Tapped implements fyne.Tappable.
func (r *result) Tapped(*fyne.PointEvent) { r.take() }

func (r *result) set(data kit.RowData, take func()) {
	r.take = take
	r.row.Set(data)
}

func head(key string) line {
	return line{id: "head:" + key, data: kit.RowData{Title: i18n.T(key)}}
}

// groupKeys are the heads of the groups of records.
var groupKeys = map[domain.Kind]string{
	domain.KindPerson: "place.people", domain.KindOrganisation: "place.organisations",
	domain.KindCommunity: "place.communities", domain.KindConversation: "place.conversations",
	domain.KindNeed: "place.needs", domain.KindFollowUp: "palette.group.follow-ups",
}

// find is what fits a text: with facets the people for whom they hold, without
// them records in groups, the group of the best hit first, and commands, before
// the records where their names say just what was typed.
func (c *card) find(ctx context.Context, text string) (answer, error) {
	q, err := c.words.Read(ctx, text)
	if err != nil {
		return answer{}, err
	}
	if q.Asks() {
		return c.narrowed(ctx, text, q)
	}
	hits, err := c.desk.Workspace.Views().Search(ctx, text, mostHits, c.desk.Workspace.Now())
	if err != nil {
		return answer{}, err
	}
	c.knownFirst(hits, text)
	records := c.records(hits)
	commands, sure := c.matchCommands(text)
	if len(commands) > 0 {
		commands = append([]line{head("palette.group.commands")}, commands...)
	}
	lines := append(records, commands...)
	if sure && (len(hits) == 0 || hits[0].Approximate || !strings.Contains(fold(hits[0].Title), fold(strings.TrimSpace(text)))) {
		lines = append(commands, records...)
	}
	lines = append(lines, facetLines(text)...)
	if len(lines) == 0 {
		lines = append(lines, head("palette.group.nothing"), c.logLine(text))
	}
	return answer{lines: lines}, nil
}

func (c *card) records(hits []projections.Hit) []line {
	var order []domain.Kind
	groups := map[domain.Kind][]line{}
	now := c.desk.Workspace.Now()
	for _, hit := range hits {
		if groupKeys[hit.Kind] == "" {
			continue
		}
		if groups[hit.Kind] == nil {
			order = append(order, hit.Kind)
		}
		groups[hit.Kind] = append(groups[hit.Kind], c.hitLine(hit, now))
	}
	var lines []line
	for _, kind := range order {
		lines = append(lines, head(groupKeys[kind]))
		lines = append(lines, groups[kind]...)
	}
	return lines
}

func (c *card) hitLine(hit projections.Hit, now time.Time) line {
	record := domain.Stream{Kind: hit.Kind, ID: hit.ID}
	l := line{
		id: string(hit.Kind) + ":" + hit.ID.String(), act: c.openRecord(record), record: record,
		data:   kit.RowData{Title: hit.Title, Sub: hit.Detail},
		faceOf: func() kit.Face { return c.face(hit) },
	}
	if hit.Kind == domain.KindPerson {
		l.person = hit.Title
	}
	if l.data.Title == "" {
		l.data.Title, l.data.Sub = l.data.Sub, ""
	}
	switch {
	case hit.Approximate:
		l.data.Side, l.data.SideTone = i18n.T("palette.approximate"), kit.Soon
	case !hit.At.IsZero():
		l.data.Side = when.Speak(hit.At, now, i18n.Language(), domain.PrecisionDay)
	}
	return l
}

func (c *card) face(hit projections.Hit) kit.Face {
	id := hit.ID.String()
	switch hit.Kind {
	case domain.KindPerson:
		return c.desk.Face(projections.PersonRow{ID: hit.ID, Name: hit.Title, Photo: hit.Photo}, c.list.Refresh)
	case domain.KindOrganisation:
		return kit.Face{Kind: kit.OrganisationFace, ID: id, Name: hit.Title}
	case domain.KindCommunity:
		return kit.Face{Kind: kit.SymbolFace, ID: id, Icon: kit.IconCommunity}
	case domain.KindNeed:
		return kit.Face{Kind: kit.SymbolFace, ID: id, Icon: kit.IconNeed}
	case domain.KindFollowUp:
		return kit.Face{Kind: kit.SymbolFace, ID: id, Icon: kit.IconReminder}
	}
	return kit.Face{Kind: kit.SymbolFace, ID: id, Icon: kit.IconConversation}
}

// logLine hands words to the one-line log.
func (c *card) logLine(words string) line {
	return line{
		id: "log", data: kit.RowData{
			Face:  kit.Face{Kind: kit.SymbolFace, ID: "log", Icon: kit.IconConversation},
			Title: i18n.T("palette.log-line", words), Side: kit.KeyLabel("Enter"),
		},
		act: func() { c.desk.QuickLog(words) },
	}
}
