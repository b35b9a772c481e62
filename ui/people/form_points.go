package people

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// points edits the ways to reach somebody, one line each.
type points struct {
	desk     *desk.Desk
	onChange func()
	lines    []*pointLine
	rows     *kit.Column
	column   *kit.Column
}

// pointLine is a way to reach somebody that is being edited.
type pointLine struct {
	point                        domain.ContactPoint
	value                        *kit.Entry
	street, postCode, city, land *kit.Entry
	label, service               *kit.Select
}

// offeredPoints are the kinds that can be added, in their order.
var offeredPoints = []domain.PointKind{
	domain.PointEmail, domain.PointPhone, domain.PointIdentity, domain.PointURL, domain.PointAddress,
}

var pointIcons = map[domain.PointKind]kit.Icon{
	domain.PointEmail: kit.IconMail, domain.PointPhone: kit.IconPhone, domain.PointIdentity: kit.IconSocial,
	domain.PointURL: kit.IconGlobe, domain.PointDomain: kit.IconAt, domain.PointAddress: kit.IconPlace,
}

// pointLabels are offered for each kind; "" is none.
var pointLabels = map[domain.PointKind][]string{
	domain.PointEmail:   {"", "work", "home", "other"},
	domain.PointPhone:   {"", "mobile", "work", "home", "main", "fax", "other"},
	domain.PointURL:     {"", "work", "home", "other"},
	domain.PointAddress: {"", "work", "home", "other"},
}

var services = []string{"linkedin", "xing", "mastodon", "github", "facebook", "x", "forum", "skype"}

func newPoints(d *desk.Desk, onChange func()) *points {
	p := &points{desk: d, onChange: onChange, rows: kit.NewColumn(8)}
	var add []fyne.CanvasObject
	for _, kind := range offeredPoints {
		chip := kit.NewChip(kit.Neutral, "", func() { p.add(kind) })
		chip.Set(kit.Neutral, kit.IconPlus, i18n.T("point."+string(kind)))
		add = append(add, chip)
	}
	p.column = kit.NewColumn(8, p.rows, kit.NewFlow(6, add...))
	return p
}

// set shows other points.
func (p *points) set(points []domain.ContactPoint) {
	p.lines = nil
	for _, point := range points {
		p.lines = append(p.lines, p.newLine(point))
	}
	p.show()
}

func (p *points) newLine(point domain.ContactPoint) *pointLine {
	l := &pointLine{point: point}
	entry := func(key, text string) *kit.Entry {
		e := kit.NewEntry(i18n.T(key))
		e.SetText(text)
		e.OnChanged = func(string) { p.onChange() }
		return e
	}
	if point.Kind == domain.PointAddress {
		address := domain.Address{}
		if point.Address != nil {
			address = *point.Address
		}
		l.street, l.postCode = entry("people.address.street", address.Street), entry("people.address.post-code", address.PostCode)
		l.city, l.land = entry("people.address.city", address.City), entry("people.address.country", workspace.CountryText(address.Country))
	} else {
		l.value = entry("people.point."+string(point.Kind), point.Value)
	}
	if point.Kind == domain.PointIdentity {
		l.service = kit.NewSelect(options(services, point.Service, "service.", "people.service.none"), point.Service, func(string) { p.onChange() })
	} else if labels := pointLabels[point.Kind]; labels != nil {
		l.label = kit.NewSelect(options(labels, point.Label, "label.", "people.label.none"), point.Label, func(string) { p.onChange() })
	}
	return l
}

// options are known words, and the current one where it is not among them.
func options(known []string, current, prefix, none string) []kit.Option {
	if !slices.Contains(known, current) {
		known = append(slices.Clone(known), current)
	}
	list := make([]kit.Option, len(known))
	for i, value := range known {
		list[i] = kit.Option{Value: value, Label: value}
		if value == "" {
			list[i].Label = i18n.T(none)
		} else if i18n.Has(prefix + value) {
			list[i].Label = i18n.T(prefix + value)
		}
	}
	return list
}

func (p *points) add(kind domain.PointKind) {
	point := domain.ContactPoint{ID: p.desk.Workspace.NewID(), Kind: kind}
	if kind == domain.PointIdentity {
		point.Service = services[0]
	}
	line := p.newLine(point)
	p.lines = append(p.lines, line)
	p.show()
	p.desk.Shell.Canvas().Focus(line.first())
}

func (l *pointLine) first() *kit.Entry {
	if l.value != nil {
		return l.value
	}
	return l.street
}

func (p *points) remove(line *pointLine) {
	p.lines = slices.DeleteFunc(p.lines, func(other *pointLine) bool { return other == line })
	p.show()
	p.onChange()
}

func (p *points) show() {
	objects := make([]fyne.CanvasObject, len(p.lines))
	for i, line := range p.lines {
		objects[i] = p.row(line)
	}
	p.rows.SetObjects(objects...)
	p.column.Refresh()
}

func (p *points) row(line *pointLine) fyne.CanvasObject {
	mark := kit.NewChannelMark(pointIcons[line.point.Kind])
	what := i18n.T("point." + string(line.point.Kind))
	remove := kit.NewIconButton(kit.IconClose, i18n.T("picker.remove", what), func() { p.remove(line) })
	var end []fyne.CanvasObject
	if p.several(line.point.Kind) {
		end = append(end, p.star(line))
	}
	end = append(end, remove)
	if line.value == nil {
		city := kit.NewLine(8, kit.NewFixed(80, line.postCode), line.city, line.land).Grow(line.city, line.land)
		address := kit.NewColumn(8, line.street, city)
		return kit.NewLine(8, append([]fyne.CanvasObject{mark, address, kit.NewFixed(124, line.label)}, end...)...).Grow(address)
	}
	objects := []fyne.CanvasObject{mark, line.value}
	if line.service != nil {
		objects = append(objects, kit.NewFixed(124, line.service))
	} else if line.label != nil {
		objects = append(objects, kit.NewFixed(124, line.label))
	}
	return kit.NewLine(8, append(objects, end...)...).Grow(line.value)
}

// several reports whether one of a kind can be preferred to another.
func (p *points) several(kind domain.PointKind) bool {
	n := 0
	for _, line := range p.lines {
		if line.point.Kind == kind {
			n++
		}
	}
	return n > 1
}

// star marks the one to use first among its kind.
func (p *points) star(line *pointLine) fyne.CanvasObject {
	star := kit.NewChip(kit.Neutral, "", func() {
		preferred := !line.point.Preferred
		for _, other := range p.lines {
			if other.point.Kind == line.point.Kind {
				other.point.Preferred = false
			}
		}
		line.point.Preferred = preferred
		p.show()
		p.onChange()
	})
	tone := kit.Neutral
	if line.point.Preferred {
		tone = kit.Soon
	}
	star.Set(tone, kit.IconStar, "")
	star.Tooltip = i18n.T("people.form.prefer")
	return star
}

// now is the point as the line says; ok is false where it says nothing.
func (l *pointLine) now() (point domain.ContactPoint, ok bool) {
	point = l.point
	if l.label != nil {
		point.Label = l.label.Value()
	}
	if l.service != nil {
		point.Service = l.service.Value()
	}
	if l.value != nil {
		if text := strings.TrimSpace(l.value.Text); text != strings.TrimSpace(point.Value) {
			point.Value = text
		}
		return point, point.Value != ""
	}
	address := domain.Address{}
	if l.point.Address != nil {
		address = *l.point.Address
	}
	address.Street, address.PostCode = strings.TrimSpace(l.street.Text), strings.TrimSpace(l.postCode.Text)
	address.City, address.Country = strings.TrimSpace(l.city.Text), workspace.CountryTyped(l.land.Text, address.Country)
	point.Address = &address
	return point, address != domain.Address{}
}

// read are the points that say something.
func (p *points) read() []domain.ContactPoint {
	var read []domain.ContactPoint
	for _, line := range p.lines {
		if point, ok := line.now(); ok {
			read = append(read, point)
		}
	}
	return read
}

// check says what is wrong with a point and how to repair it.
func (p *points) check() string {
	for _, line := range p.lines {
		point, ok := line.now()
		if !ok {
			continue
		}
		if wrong := wrongPoint(point); wrong != "" {
			p.desk.Shell.Canvas().Focus(line.first())
			return i18n.T(wrong, point.Value)
		}
	}
	return ""
}

// wrongPoint is the key of what is wrong with a point, "" if nothing is.
func wrongPoint(point domain.ContactPoint) string {
	switch point.Kind {
	case domain.PointEmail:
		name, host, ok := strings.Cut(point.Value, "@")
		if !ok || name == "" || host == "" || strings.ContainsAny(point.Value, " \t,;") || strings.Contains(host, "@") {
			return "people.form.bad-email"
		}
	case domain.PointPhone:
		digits := 0
		for _, r := range point.Value {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		if digits < 3 {
			return "people.form.bad-phone"
		}
	case domain.PointURL:
		if strings.ContainsAny(point.Value, " \t") || !strings.Contains(point.Value, ".") {
			return "people.form.bad-url"
		}
	}
	return ""
}
