package dashboard

import (
	"context"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// head is the title, and the chips that choose the period and whom the figures
// are about.
type head struct {
	page    *page
	content fyne.CanvasObject
	about   *kit.Text
	chips   *kit.Flow
	period  fyne.CanvasObject // its chip
	more    *kit.IconButton
}

func newHead(p *page) *head {
	h := &head{page: p, about: kit.NewParagraph(kit.Faint, ""), chips: kit.NewFlow(6)}
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
	h.about.SetText(comparedText(c.span(h.page.desk.Workspace.Now())))
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
	add(kit.IconCommunity, named(community, "all-community"), "C", c.Community != domain.None, h.chooseCommunity, func() {
		h.page.set(func(c *choice) { c.Community = domain.None })
	})
	add(kit.IconLayers, named(segment, "all-segment"), "S", c.Segment != domain.None, h.chooseSegment, func() {
		h.page.set(func(c *choice) { c.Segment = domain.None })
	})
	add(kit.IconPerson, named(h.memberName(c.Member), "all-member"), "M", c.Member != domain.None, h.chooseMember, func() {
		h.page.set(func(c *choice) { c.Member = domain.None })
	})
	h.period = chips[0]
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
		h.choosePeriod(h.period)
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
	for i, p := range periods {
		items = append(items, kit.MenuItem{
			Label: i18n.T("dashboard.period." + p.name), Marked: h.page.choice.Period == p.name,
			Separator: i > 0 && p.days == 0 && periods[i-1].days > 0,
			OnTap: func() {
				h.page.set(func(c *choice) { c.Period, c.From, c.To = p.name, "", "" })
			},
		})
	}
	items = append(items, kit.MenuItem{
		Label: i18n.T("dashboard.period.own"), Icon: kit.IconCalendar, Separator: true,
		Marked: h.page.choice.Period == periodOwn, OnTap: h.askPeriod,
	})
	kit.OpenMenuBelow(at, items)
}

// askPeriod asks for the first and the last day.
func (h *head) askPeriod() {
	days, _ := h.page.choice.span(h.page.desk.Workspace.Now())
	picker.AskPeriod(h.page.desk, picker.PeriodParams{From: days.From, To: days.To, OnChoose: func(from, to domain.Day) {
		h.page.set(func(c *choice) { c.Period, c.From, c.To = periodOwn, from, to })
	}})
}

// choose asks for one of the options, or for all of them.
func (h *head) choose(what string, marked domain.ID, read func(ctx context.Context, d *desk.Desk, marked domain.ID) ([]picker.Option, error),
	set func(c *choice, id domain.ID),
) {
	d := h.page.desk
	picker.Choose(d, picker.ChooseParams{
		Title: i18n.T("dashboard.which-" + what),
		Read: func(ctx context.Context) ([]picker.Option, error) {
			options, err := read(ctx, d, marked)
			all := picker.Option{Label: i18n.T("dashboard.all-" + what), Marked: marked == domain.None, Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconCommunity}}
			return append([]picker.Option{all}, options...), err
		},
		OnChoose: func(o picker.Option) { h.page.set(func(c *choice) { set(c, desk.RouteID(o.ID)) }) },
	})
}

func (h *head) chooseCommunity(fyne.CanvasObject) {
	h.choose("community", h.page.choice.Community, picker.CommunityOptions, func(c *choice, id domain.ID) { c.Community = id })
}

func (h *head) chooseSegment(fyne.CanvasObject) {
	h.choose("segment", h.page.choice.Segment, picker.SegmentOptions, func(c *choice, id domain.ID) { c.Segment = id })
}

func (h *head) chooseMember(fyne.CanvasObject) {
	h.choose("member", h.page.choice.Member, picker.MemberOptions, func(c *choice, id domain.ID) { c.Member = id })
}
