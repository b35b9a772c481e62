package importer

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// outcome is what a dry run would do or an import did: the numbers, and behind
// each of them the cards.
type outcome struct {
	page    *page
	dry     bool
	broken  bool // cancelled or failed before the end
	undone  bool
	items   []workspace.ImportItem
	report  workspace.ImportReport
	raw     map[int]string     // of the rejected items: the words of the file
	shown   []int              // the items of the chosen number
	letters []workspace.Letter // the mails that are no conversations yet
	chips   *kit.Segments
	list    *kit.List
	notice  *kit.Column
	content fyne.CanvasObject
}

// outcomes are the numbers in their order.
var outcomes = []workspace.Outcome{
	workspace.OutcomeNew, workspace.OutcomeUpdated, workspace.OutcomeUnchanged, workspace.OutcomeDuplicate, workspace.OutcomeRejected,
}

const allOutcomes = "all"

func newOutcome(p *page, dry bool, items []workspace.ImportItem, report workspace.ImportReport, broken bool) *outcome {
	o := &outcome{page: p, dry: dry, broken: broken, items: items, report: report, notice: kit.NewColumn(0)}
	o.chips = kit.NewSegments(o.segments(), o.startWith(), func(string) { o.filter() })
	o.list = kit.NewList(kit.ListParams{
		Async:  p.desk.Async,
		Count:  func() int { return len(o.shown) },
		ID:     func(row int) string { return strconv.Itoa(o.shown[row]) },
		Create: func(int) fyne.CanvasObject { return kit.NewRow() },
		Update: func(row int, object fyne.CanvasObject) { object.(*kit.Row).Set(o.rowData(o.shown[row])) },
		Tooltip: func(row int) string {
			return workspace.Reasons(o.items[o.shown[row]].Reasons)
		},
		OnOpen: o.open,
		OnKey:  o.key,
	})
	o.raw = rawOf(items, report.Rejected)
	o.fillNotice()
	head := kit.NewPadded(18, kit.Margin, 12, kit.Margin, kit.NewColumn(12, o.notice, o.chips))
	o.content = kit.NewFrame(kit.NewColumn(0, head, kit.NewHairline()), o.list, nil)
	o.filter()
	o.readLetters()
	return o
}

func (o *outcome) count(of workspace.Outcome) int {
	n := 0
	for i := range o.items {
		if o.items[i].Outcome == of {
			n++
		}
	}
	return n
}

// startWith shows first what somebody must look at.
func (o *outcome) startWith() string {
	if !o.dry && o.report.Counts.Rejected > 0 {
		return string(workspace.OutcomeRejected)
	}
	return allOutcomes
}

// segments are the numbers to choose from; of what there is none, none is shown.
func (o *outcome) segments() []kit.Segment {
	segments := []kit.Segment{{Value: allOutcomes, Label: i18n.T("importer.outcome.all", len(o.items))}}
	for _, of := range outcomes {
		if n := o.count(of); n > 0 {
			segments = append(segments, kit.Segment{Value: string(of), Label: i18n.T("importer.outcome."+string(of), n)})
		}
	}
	return segments
}

func (o *outcome) filter() {
	o.shown = o.shown[:0]
	value := o.chips.Value()
	for i := range o.items {
		if value == allOutcomes || string(o.items[i].Outcome) == value {
			o.shown = append(o.shown, i)
		}
	}
	o.list.Reload()
	o.list.SelectFirst()
}

// fillNotice says in a sentence what it comes to.
func (o *outcome) fillNotice() {
	_, tone := o.verdict()
	text := kit.NewParagraph(kit.Body, o.said())
	said := []fyne.CanvasObject{kit.NewNotice(tone, text)}
	if tone == kit.Neutral {
		said[0] = kit.NewCard(text)
	}
	if letters := o.offerLetters(); letters != nil {
		said = append(said, kit.NewPadded(10, 0, 0, 0, letters))
	}
	o.notice.SetObjects(said...)
	if o.content != nil {
		o.content.Refresh()
	}
}

// said is the sentence; what there is none of is left out of it.
func (o *outcome) said() string {
	key, _ := o.verdict()
	c := o.report.Counts
	var said string
	switch key {
	case "importer.said.tried":
		said = i18n.T(key, strings.Join(o.counted(key), i18n.T("importer.said.tried.and")))
	case "importer.said.imported":
		parts := o.counted(key)
		if len(parts) == 0 {
			parts = []string{i18n.T("importer.said.imported.nothing")}
		}
		said = i18n.T(key, strings.Join(parts, ", "))
	default:
		said = i18n.T(key, c.New, c.Updated, c.Rejected)
	}
	if after := key + ".rejected"; c.Rejected > 0 && i18n.Has(after) {
		said += " " + i18n.T(after, c.Rejected)
	}
	return said
}

// counted says how many are new and how many were known; one person has a name.
func (o *outcome) counted(key string) (parts []string) {
	c := o.report.Counts
	known, only := "", o.only()
	if c.Duplicates > 0 {
		known = " " + i18n.T("importer.said.known", c.Duplicates)
	}
	if c.New > 0 {
		say := key + ".new"
		if only != "" && i18n.Has(say+"-one") {
			say += "-one"
		}
		parts = append(parts, i18n.T(say, cmp.Or(only, i18n.Number(c.New)), known))
	}
	if c.Updated > 0 {
		parts = append(parts, i18n.T(key+".updated", cmp.Or(only, i18n.Number(c.Updated))))
	}
	return parts
}

// only is the name of the one person whom the import is about; "" where there are
// several.
func (o *outcome) only() string {
	if o.report.Counts.New+o.report.Counts.Updated != 1 {
		return ""
	}
	for i := range o.items {
		switch o.items[i].Outcome {
		case workspace.OutcomeNew, workspace.OutcomeUpdated, workspace.OutcomeDuplicate:
			return o.items[i].Name
		}
	}
	return ""
}

// verdict is the key of the sentence and how good it is.
func (o *outcome) verdict() (key string, tone kit.Tone) {
	c := o.report.Counts
	key, tone = "importer.said.tried", kit.Accent
	switch {
	case o.undone:
		key, tone = "importer.said.undone", kit.Neutral
	case o.dry && c.New+c.Updated == 0:
		key, tone = "importer.said.nothing", kit.Soon
	case !o.dry && o.broken:
		key, tone = "importer.said.broken", kit.Soon
	case !o.dry:
		key, tone = "importer.said.imported", kit.Good
	}
	return key, tone
}

// brought are the people who are new or were changed.
func (o *outcome) brought() (people []domain.ID) {
	seen := map[domain.ID]bool{}
	for _, item := range o.items {
		changed := item.Outcome == workspace.OutcomeNew || item.Outcome == workspace.OutcomeUpdated || item.Outcome == workspace.OutcomeDuplicate
		if changed && item.Person != domain.None && !seen[item.Person] {
			seen[item.Person] = true
			people = append(people, item.Person)
		}
	}
	return people
}

// worthwhile tells whether an import would change anything.
func (o *outcome) worthwhile() bool { return o.report.Counts.New+o.report.Counts.Updated > 0 }

var outcomeTones = map[workspace.Outcome]kit.Tone{
	workspace.OutcomeNew: kit.Good, workspace.OutcomeUpdated: kit.Accent,
	workspace.OutcomeDuplicate: kit.Soon, workspace.OutcomeRejected: kit.Late,
}

func (o *outcome) rowData(i int) kit.RowData {
	item := o.items[i]
	data := kit.RowData{
		Title: item.Name, Sub: o.where(item),
		Side: i18n.T("importer.is." + string(item.Outcome)), SideTone: outcomeTones[item.Outcome],
		Face: kit.Face{ID: item.Person.String(), Name: item.Name},
	}
	if item.Outcome == workspace.OutcomeRejected {
		data.Title = o.place(item)
		data.Sub = workspace.Reasons(item.Reasons)
		if words := excerpt(o.raw[i]); words != "" {
			data.Sub += "  " + words
		}
		data.Face = kit.Face{Kind: kit.SymbolFace, ID: "rejected", Icon: kit.IconWarning}
	}
	return data
}

// place says the line of an item, and of which file. A mail is a file of its
// own, and has no line.
func (o *outcome) place(item workspace.ImportItem) string {
	if item.Line == 0 {
		return item.File
	}
	if len(o.page.files) > 1 {
		return i18n.T("importer.line-of", item.Line, item.File)
	}
	return i18n.T("importer.line", item.Line)
}

// where says the line of an item and why it became what it did.
func (o *outcome) where(item workspace.ImportItem) string {
	said := o.place(item)
	if item.Outcome == workspace.OutcomeDuplicate && item.Score > 0 {
		said += " · " + i18n.T("importer.score", item.Score)
	}
	if reasons := workspace.Reasons(item.Reasons); reasons != "" {
		said += " · " + reasons
	}
	return said
}

// key leaves Enter to the assistant while nothing was imported yet, and does what
// the buttons do.
func (o *outcome) key(event *fyne.KeyEvent, _ string) bool {
	if o.dry && (event.Name == fyne.KeyReturn || event.Name == fyne.KeyEnter) {
		o.page.next()
		return true
	}
	if event.Name == fyne.KeyL {
		o.logLetter()
		return true
	}
	for _, b := range o.buttons() {
		if event.Name == b.key {
			b.do()
			return true
		}
	}
	return false
}

// button is one of the last step.
type button struct {
	label string
	key   fyne.KeyName
	do    func()
}

// buttons are those of the last step beside going on; what there is nothing of is
// left out.
func (o *outcome) buttons() (list []button) {
	if o.dry {
		return nil
	}
	if !o.undone && o.report.Import != domain.None {
		list = append(list, button{"importer.undo", fyne.KeyU, o.undo})
	}
	if len(o.report.Rejected) > 0 {
		list = append(list, button{"importer.rejected.save", fyne.KeyR, o.saveRejected})
	}
	if o.report.Counts.Duplicates > 0 {
		list = append(list, button{"importer.tab.duplicates", fyne.KeyD, o.page.reviewDuplicates})
	}
	return append(list, button{"importer.again", fyne.KeyN, o.page.begin}, button{"importer.people", fyne.KeyP, o.page.toPeople})
}

// open shows somebody who was imported, or who is known already.
func (o *outcome) open(id string) {
	i, err := strconv.Atoi(id)
	if err != nil {
		return
	}
	item := o.items[i]
	if item.Outcome == workspace.OutcomeRejected {
		o.showRaw(i)
		return
	}
	if item.Person == domain.None || o.dry && item.Outcome == workspace.OutcomeNew {
		return
	}
	o.page.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: item.Person})
}

func (o *outcome) foot() fyne.CanvasObject {
	space := kit.NewSpace()
	if o.dry {
		do := kit.NewPrimaryButton(i18n.T("importer.import"), kit.KeyLabel("Enter"), o.page.next)
		if !o.worthwhile() {
			do.Disable()
		}
		back := kit.NewButton(kit.Quiet, i18n.T("importer.back"), o.page.back)
		back.Shortcut = kit.KeyLabel("Esc")
		hint := kit.NewText(kit.Faint, i18n.T("importer.import.hint"))
		hint.Shrink = true
		return kit.NewLine(12, hint, back, do).Grow(hint)
	}
	var line []fyne.CanvasObject
	all := o.buttons()
	last := len(all) - 1
	for i, b := range all {
		if i == last-1 {
			line = append(line, space)
		}
		if i == last {
			line = append(line, kit.NewPrimaryButton(i18n.T(b.label), string(b.key), b.do))
			break
		}
		quiet := kit.NewButton(kit.Quiet, i18n.T(b.label), b.do)
		quiet.Shortcut = string(b.key)
		line = append(line, quiet)
	}
	return kit.NewLine(12, line...).Grow(space)
}

// undo takes the whole import back.
func (o *outcome) undo() {
	d := o.page.desk
	d.Run(func(ctx context.Context) error {
		_, err := d.Workspace.UndoImport(ctx, o.report.Import)
		return err
	}, func() {
		o.undone = true
		o.fillNotice()
		o.page.showIfTab()
		d.Shell.Toast(kit.Toast{Text: i18n.T("importer.undone"), Tone: kit.Good})
	})
}

func (p *page) reviewDuplicates() {
	p.tabs.SetValue(tabDuplicates)
	p.showTab()
}
