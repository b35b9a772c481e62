package importer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/merging"
	"kontor/workspace"
)

// duplicates shows people who may be the same, side by side, with what speaks
// for it.
type duplicates struct {
	desk    *desk.Desk
	loader  *kit.Loader
	pairs   []projections.Duplicate
	whole   bool // no more follow
	list    *kit.List
	count   *kit.Text
	host    *fyne.Container
	content fyne.CanvasObject
	foot    fyne.CanvasObject
	stop    func()
	// fetching keeps the list from asking twice.
	fetching bool
}

const (
	pairHeight = 92
	pairsAhead = 12
)

func newDuplicates(d *desk.Desk) *duplicates {
	v := &duplicates{desk: d, loader: kit.NewLoader(d.Async), count: kit.NewText(kit.Secondary, ""), host: container.NewStack()}
	v.list = kit.NewList(kit.ListParams{
		Async:  d.Async,
		Height: pairHeight,
		Count:  func() int { return len(v.pairs) },
		ID:     func(row int) string { return pairID(v.pairs[row]) },
		Create: func(int) fyne.CanvasObject { return newPair() },
		Update: func(row int, object fyne.CanvasObject) {
			object.(*pair).set(d, v.pairs[row], v.list.Refresh)
		},
		OnOpen: v.compare,
		OnKey:  v.key,
		OnVisible: func(_, last int) {
			if last+pairsAhead >= len(v.pairs) {
				v.more()
			}
		},
	})
	head := kit.NewPadded(14, kit.Margin, 10, kit.Margin, kit.NewColumn(2, v.count, kit.NewParagraph(kit.Faint, i18n.T("importer.duplicates.text"))))
	v.content = kit.NewFrame(head, v.host, nil)
	v.foot = kit.NewKeyHints("J", i18n.T("today.key.next"), "K", i18n.T("today.key.back"),
		kit.KeyLabel("Enter"), i18n.T("importer.duplicates.compare"), "N", i18n.T("importer.duplicates.apart"),
		"←", i18n.T("importer.duplicates.left"), "→", i18n.T("importer.duplicates.right"))
	return v
}

func pairID(p projections.Duplicate) string { return p.A.ID.String() + p.B.ID.String() }

func (v *duplicates) show() {
	if v.stop != nil {
		return
	}
	v.stop = v.desk.Watch(func(c workspace.Changed) {
		if c.Kinds(domain.KindPerson, domain.KindImport) {
			v.load(nil, "")
		}
	})
	v.set(kit.NewLoadingState())
	v.load(nil, "")
}

func (v *duplicates) hide() {
	if v.stop != nil {
		v.stop()
		v.stop = nil
	}
	v.loader.Stop()
}

func (v *duplicates) set(object fyne.CanvasObject) {
	v.host.Objects = []fyne.CanvasObject{object}
	v.host.Refresh()
}

// more fetches the next pairs, unless they are on their way.
func (v *duplicates) more() {
	if v.whole || len(v.pairs) == 0 || v.fetching {
		return
	}
	v.load(v.pairs, v.pairs[len(v.pairs)-1].Cursor)
}

func (v *duplicates) load(before []projections.Duplicate, after string) {
	v.fetching = true
	kit.Load(context.Background(), v.loader, func(ctx context.Context) ([]projections.Duplicate, error) {
		return v.desk.Workspace.Views().Duplicates(ctx, projections.Page{After: after})
	}, func(rows []projections.Duplicate, err error) {
		v.fetching = false
		if err != nil {
			v.set(kit.NewErrorState(workspace.Explain(err), func() { v.load(nil, "") }))
			return
		}
		v.whole = len(rows) == 0
		v.pairs = append(before[:len(before):len(before)], rows...)
		v.showPairs()
	})
}

func (v *duplicates) showPairs() {
	v.list.Reload()
	if len(v.pairs) == 0 {
		v.count.SetText(i18n.N("importer.duplicates.count", 0))
		v.set(kit.NewEmptyState(kit.Empty{
			Icon: kit.IconMerge, Title: i18n.T("importer.duplicates.none"), Text: i18n.T("importer.duplicates.none.text"),
		}))
		return
	}
	if v.whole {
		v.count.SetText(i18n.N("importer.duplicates.count", len(v.pairs)))
	} else {
		v.count.SetText(i18n.T("importer.duplicates.at-least", len(v.pairs)))
	}
	if v.list.Selected() == "" {
		v.list.SelectFirst()
	}
	v.set(v.list)
}

func (v *duplicates) key(event *fyne.KeyEvent, id string) bool {
	switch event.Name {
	case fyne.KeyLeft:
		v.open(id, false)
	case fyne.KeyRight:
		v.open(id, true)
	case fyne.KeyG:
		v.compare(id)
	case fyne.KeyN:
		v.tellApart(id)
	default:
		return false
	}
	return true
}

func (v *duplicates) open(id string, second bool) {
	p, ok := v.pair(id)
	if !ok {
		return
	}
	person := p.A
	if second {
		person = p.B
	}
	v.desk.Open(domain.Stream{Kind: domain.KindPerson, ID: person.ID})
}

func (v *duplicates) pair(id string) (projections.Duplicate, bool) {
	i := slices.IndexFunc(v.pairs, func(p projections.Duplicate) bool { return pairID(p) == id })
	if i < 0 {
		return projections.Duplicate{}, false
	}
	return v.pairs[i], true
}

// compare lays a pair side by side. Once it is one person, or surely two, the
// next pair takes its place in the list.
func (v *duplicates) compare(id string) {
	if p, ok := v.pair(id); ok {
		merging.Pair(v.desk, p.A.ID, p.B.ID)
	}
}

func (v *duplicates) tellApart(id string) {
	if p, ok := v.pair(id); ok {
		merging.TellApart(v.desk, p.A.ID, p.B.ID)
	}
}

// reasonsOf says what speaks for a pair being the same, and what against it.
func reasonsOf(p projections.Duplicate) string {
	said := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		said[i] = i18n.T(r.Code, r.Args...)
	}
	return strings.Join(said, " · ")
}
