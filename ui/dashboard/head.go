package dashboard

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/when"
)

// head is the title, and the chips that choose the period and whom the figures
// are about.
type head struct {
	page    *page
	content fyne.CanvasObject
	about   *kit.Text
	chips   *kit.Flow
	more    *kit.IconButton
}

func newHead(p *page) *head {
	h := &head{page: p, about: kit.NewText(kit.Faint, ""), chips: kit.NewFlow(6)}
	h.about.Shrink = true
	h.more = kit.NewIconButton(kit.IconDownload, i18n.T("dashboard.export")+"  X", h.export)
	title := kit.NewText(kit.Title, i18n.T("dashboard.title"))
	h.content = kit.NewPadded(14, 24, 8, 24, kit.NewColumn(8,
		kit.NewLine(12, title, h.about, h.more).Grow(h.about), h.chips))
	h.show()
	return h
}

func (h *head) show() {
	c := h.page.choice
	from, to := c.span(h.page.desk.Workspace.Now())
	h.about.SetText(i18n.T("dashboard.compared", spanText(projections.DaySpan{From: from, To: to})))
	var chips []fyne.CanvasObject
	add := func(icon kit.Icon, label, key string, chosen bool, open func(at fyne.CanvasObject), clear func()) {
		var chip *kit.Chip
		if chosen && clear != nil {
			chip = kit.NewFilterChip(label, func() { open(chip) }, clear)
		} else {
			chip = kit.NewChip(kit.Neutral, label, func() { open(chip) })
			chip.Set(kit.Neutral, icon, label)
			chip.Tooltip = i18n.T("dashboard.choose") + "  " + key
		}
		chips = append(chips, chip)
	}
	f := h.page.figures
	named := func(name, all string) string {
		if name != "" {
			return name
		}
		return i18n.T("dashboard." + all)
	}
	community, segment := "", ""
	if f != nil {
		community, segment = f.community, f.segment
	}
	add(kit.IconCalendar, c.periodName(), "P", false, h.choosePeriod, nil)
	add(kit.IconCommunity, named(community, "all-communities"), "C", c.Community != domain.None, h.chooseCommunity, func() {
		h.page.set(func(c *choice) { c.Community = domain.None })
	})
	add(kit.IconLayers, named(segment, "all-segments"), "S", c.Segment != domain.None, h.chooseSegment, func() {
		h.page.set(func(c *choice) { c.Segment = domain.None })
	})
	add(kit.IconPerson, named(h.memberName(c.Member), "all-members"), "M", c.Member != domain.None, h.chooseMember, func() {
		h.page.set(func(c *choice) { c.Member = domain.None })
	})
	h.chips.SetObjects(chips...)
}

func (h *head) memberName(id domain.ID) string {
	if id == domain.None {
		return ""
	}
	return kit.Capital(h.page.desk.MemberName(id))
}

// key does what a letter means on the page.
func (h *head) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyP:
		h.choosePeriod(h.chips)
	case fyne.KeyC:
		h.chooseCommunity(h.chips)
	case fyne.KeyS:
		h.chooseSegment(h.chips)
	case fyne.KeyM:
		h.chooseMember(h.chips)
	case fyne.KeyX:
		h.export()
	}
}

func (h *head) choosePeriod(at fyne.CanvasObject) {
	var items []kit.MenuItem
	for _, p := range periods {
		items = append(items, kit.MenuItem{Label: i18n.T("dashboard.period." + p.name), Marked: h.page.choice.Period == p.name, OnTap: func() {
			h.page.set(func(c *choice) { c.Period, c.From, c.To = p.name, "", "" })
		}})
	}
	items = append(items, kit.MenuItem{
		Label: i18n.T("dashboard.period.own"), Icon: kit.IconCalendar, Separator: true,
		Marked: h.page.choice.Period == periodOwn, OnTap: h.askPeriod,
	})
	kit.OpenMenuBelow(at, items)
}

// askPeriod asks for the first and the last day.
func (h *head) askPeriod() {
	now := h.page.desk.Workspace.Now
	field := func(day domain.Day) *kit.DateField {
		f := kit.NewDateField(kit.DateFieldParams{
			Parse: func(text string) (time.Time, bool) {
				m := when.Parse(text, now(), when.Past)
				return m.Time, m.OK
			},
			Format: func(day time.Time) string { return when.SpeakDay(domain.DayOf(day), now(), i18n.Language()) },
			Now:    now,
		})
		f.SetDay(day.In(now().Location()))
		return f
	}
	first, last := h.page.choice.span(now())
	from, to := field(first), field(last)
	fromField, toField := kit.NewField(i18n.T("dashboard.from"), from), kit.NewField(i18n.T("dashboard.to"), to)
	fromField.Check = from.Check
	toField.Check = func() string {
		if wrong := to.Check(); wrong != "" {
			return wrong
		}
		if from.Day().IsZero() || to.Day().IsZero() || to.Day().Before(from.Day()) {
			return i18n.T("dashboard.bad-period")
		}
		return ""
	}
	form := kit.NewForm(kit.NewFieldLine(fromField, toField))
	kit.OpenDialog(h.page.desk.Shell.Canvas(), kit.DialogParams{
		Title: i18n.T("dashboard.period.own"), Content: form, Submit: i18n.T("dashboard.show"), Focus: from.Entry(),
		OnSubmit: func() bool {
			if !form.Validate() {
				return false
			}
			h.page.set(func(c *choice) {
				c.Period, c.From, c.To = periodOwn, domain.DayOf(from.Day()), domain.DayOf(to.Day())
			})
			return true
		},
	})
}

// mostOffered is how many records a menu holds.
const mostOffered = 16

// offer opens a menu with one line for everyone before the others.
func (h *head) offer(at fyne.CanvasObject, items []kit.MenuItem, all string, chosen bool, clear func()) {
	first := kit.MenuItem{Label: i18n.T("dashboard." + all), Marked: !chosen, OnTap: clear}
	if len(items) > 0 {
		items[0].Separator = true
	}
	if fyne.CurrentApp().Driver().CanvasForObject(at) == nil {
		at = h.chips
	}
	kit.OpenMenuBelow(at, append([]kit.MenuItem{first}, items[:min(len(items), mostOffered)]...))
}

func (h *head) chooseCommunity(at fyne.CanvasObject) {
	d, c := h.page.desk, h.page.choice
	var rows []projections.CommunityRow
	d.Prepare(func(ctx context.Context) (err error) {
		rows, err = d.Workspace.Views().Communities(ctx, d.Workspace.Now())
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range rows {
			if !row.Archived {
				items = append(items, kit.MenuItem{Label: row.Name, Key: i18n.Number(row.People), Marked: row.ID == c.Community, OnTap: func() {
					h.page.set(func(c *choice) { c.Community = row.ID })
				}})
			}
		}
		h.offer(at, items, "all-communities", c.Community != domain.None, func() { h.page.set(func(c *choice) { c.Community = domain.None }) })
	})
}

func (h *head) chooseSegment(at fyne.CanvasObject) {
	d, c := h.page.desk, h.page.choice
	var rows []projections.SegmentRow
	d.Prepare(func(ctx context.Context) (err error) {
		rows, err = d.Workspace.Views().Segments(ctx)
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range rows {
			if !row.Archived && !row.Missing {
				items = append(items, kit.MenuItem{Label: row.Name, Key: i18n.Number(row.People), Marked: row.ID == c.Segment, OnTap: func() {
					h.page.set(func(c *choice) { c.Segment = row.ID })
				}})
			}
		}
		h.offer(at, items, "all-segments", c.Segment != domain.None, func() { h.page.set(func(c *choice) { c.Segment = domain.None }) })
	})
}

func (h *head) chooseMember(at fyne.CanvasObject) {
	d, c := h.page.desk, h.page.choice
	var rows []projections.MemberRow
	d.Prepare(func(ctx context.Context) (err error) {
		rows, err = d.Workspace.Views().Members(ctx)
		return err
	}, func() {
		var items []kit.MenuItem
		for _, row := range rows {
			items = append(items, kit.MenuItem{Label: h.memberName(row.ID), Marked: row.ID == c.Member, OnTap: func() {
				h.page.set(func(c *choice) { c.Member = row.ID })
			}})
		}
		h.offer(at, items, "all-members", c.Member != domain.None, func() { h.page.set(func(c *choice) { c.Member = domain.None }) })
	})
}
