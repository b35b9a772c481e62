package segments

import (
	"strings"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/ui/unsaved"
)

// draft is a segment as it is being written.
type draft struct {
	Name   string        `json:"name,omitempty"`
	Filter domain.Filter `json:"filter"`
}

// left is a segment that was left unsaved, with what it was opened upon: what
// others changed since stays as they said.
type left struct {
	Opened draft     `json:"opened"`
	Form   draft     `json:"form"`
	At     time.Time `json:"-"`
}

// Where segments that were left unsaved are kept: new ones, and those that began
// with the filter of a list. Those that are saved have their id behind it.
const (
	draftNew      = "segment"
	draftFiltered = "segment-filter"
)

func draftOf(id domain.ID) string { return draftNew + ":" + id.String() }

func saved(row *projections.SegmentRow) draft {
	if row == nil {
		return draft{}
	}
	return draft{Name: row.Name, Filter: cloned(row.Filter)}
}

// leftOf is what was left unsaved of a segment, nil if nothing was.
func (p *page) leftOf(name string) *left {
	if kept := p.drafts[name]; kept != nil {
		return kept
	}
	kept, at := unsaved.Read[left](p.desk, name)
	if kept != nil {
		kept.At = at
	}
	return kept
}

// recall takes over what was left unsaved, and says so.
func (b *builder) recall(kept *left) {
	form := kept.Form
	if b.row != nil {
		merged, err := unsaved.Merge(kept.Opened, kept.Form, saved(b.row))
		if err != nil {
			b.desk.Fail(err)
			return
		}
		form = merged
	}
	b.name.SetText(form.Name)
	b.filter = cloned(form.Filter)
	b.notice.SetObjects(unsaved.Notice(b.desk, kept.At, b.discard, func() { b.scroll.Refresh() }))
}

// discard goes back to what is saved; of a new segment nothing remains.
func (b *builder) discard() {
	b.forget()
	if b.row == nil {
		b.page.back()
		return
	}
	b.reset()
	b.desk.Shell.Canvas().Focus(b.name)
}

// reset shows what is saved.
func (b *builder) reset() {
	b.notice.SetObjects()
	b.filter = cloned(b.row.Filter)
	if b.name.Text != b.row.Name {
		b.name.SetText(b.row.Name)
	}
	b.arrange()
}

// keep keeps what is not saved yet, once nobody types.
func (b *builder) keep() {
	if b.opened == nil {
		return // it is still being laid out
	}
	if !b.unsaved() {
		b.forget()
		return
	}
	b.page.drafts[b.draft] = b.left()
	b.keeper.Soon(func() any { return b.left() })
}

func (b *builder) left() *left {
	return &left{Opened: *b.opened, Form: draft{strings.TrimSpace(b.name.Text), cloned(b.filter)}, At: b.desk.Workspace.Now()}
}

func (b *builder) forget() {
	delete(b.page.drafts, b.draft)
	b.keeper.Forget()
}

// unsaved tells whether something stands here that would be lost.
func (b *builder) unsaved() bool {
	if b.row == nil {
		return strings.TrimSpace(b.name.Text) != "" || !equal(b.filter, b.opened.Filter)
	}
	return b.changed()
}

// rest writes what is still to be kept, when the segment is left.
func (b *builder) rest() {
	if b.keeper.Rest() {
		b.keeper.Keep(b.left(), nil)
	}
}
