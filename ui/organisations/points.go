package organisations

import (
	"reflect"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/workspace"
)

// points edits the contact points of an organisation, one line each.
type points struct {
	desk   *desk.Desk
	onEdit func()
	lines  []*pointLine
	rows   *kit.Column
	column *kit.Column
}

// pointLine is a contact point that is being edited.
type pointLine struct {
	point                        domain.ContactPoint
	value                        *kit.Entry
	street, postCode, city, land *kit.Entry
	label                        *kit.Select
}

// offeredPoints are the kinds of contact points that can be added, in their
// order.
var offeredPoints = []domain.PointKind{
	domain.PointDomain, domain.PointEmail, domain.PointPhone, domain.PointURL, domain.PointAddress,
}

var pointIcons = map[domain.PointKind]kit.Icon{
	domain.PointDomain: kit.IconAt, domain.PointEmail: kit.IconMail, domain.PointPhone: kit.IconPhone,
	domain.PointURL: kit.IconGlobe, domain.PointAddress: kit.IconPlace, domain.PointIdentity: kit.IconSocial,
}

var pointLabels = []string{"", "main", "work", "mobile", "fax", "other"}

func newPoints(d *desk.Desk, known []domain.ContactPoint, onEdit func()) *points {
	p := &points{desk: d, onEdit: onEdit, rows: kit.NewColumn(8)}
	for _, point := range known {
		p.lines = append(p.lines, newPointLine(point, onEdit))
	}
	var add []fyne.CanvasObject
	for _, kind := range offeredPoints {
		button := kit.NewChip(kit.Neutral, i18n.T("point."+string(kind)), func() { p.add(kind) })
		button.Set(kit.Neutral, kit.IconPlus, i18n.T("point."+string(kind)))
		add = append(add, button)
	}
	p.column = kit.NewColumn(8, p.rows, kit.NewFlow(6, add...))
	p.show()
	return p
}

func newPointLine(point domain.ContactPoint, onEdit func()) *pointLine {
	l := &pointLine{point: point}
	if point.Kind == domain.PointAddress {
		address := domain.Address{}
		if point.Address != nil {
			address = *point.Address
		}
		entry := func(key, text string) *kit.Entry {
			e := kit.NewEntry(i18n.T(key))
			e.SetText(text)
			e.OnChanged = func(string) { onEdit() }
			return e
		}
		l.street, l.postCode = entry("organisations.address.street", address.Street), entry("organisations.address.post-code", address.PostCode)
		l.city, l.land = entry("organisations.address.city", address.City), entry("organisations.address.country", workspace.CountryText(address.Country))
	} else {
		l.value = kit.NewEntry(i18n.T("organisations.point." + string(point.Kind)))
		l.value.SetText(point.Value)
		l.value.OnChanged = func(string) { onEdit() }
	}
	labels := pointLabels
	if !slices.Contains(labels, point.Label) {
		labels = append(slices.Clone(labels), point.Label)
	}
	var options []kit.Option
	for _, label := range labels {
		text := label
		if label == "" {
			text = i18n.T("organisations.label.none")
		} else if i18n.Has("label." + label) {
			text = i18n.T("label." + label)
		}
		options = append(options, kit.Option{Value: label, Label: text})
	}
	l.label = kit.NewSelect(options, point.Label, func(string) { onEdit() })
	return l
}

func (p *points) add(kind domain.PointKind) {
	line := newPointLine(domain.ContactPoint{ID: p.desk.Workspace.NewID(), Kind: kind}, p.onEdit)
	p.lines = append(p.lines, line)
	p.show()
	first := line.value
	if first == nil {
		first = line.street
	}
	p.desk.Shell.Canvas().Focus(first)
}

func (p *points) remove(line *pointLine) {
	p.lines = slices.DeleteFunc(p.lines, func(other *pointLine) bool { return other == line })
	p.show()
	p.onEdit()
}

func (p *points) show() {
	objects := make([]fyne.CanvasObject, len(p.lines))
	for i, line := range p.lines {
		objects[i] = p.row(line)
	}
	p.rows.SetObjects(objects...)
	if p.column != nil {
		p.column.Refresh()
	}
}

func (p *points) row(line *pointLine) fyne.CanvasObject {
	mark := kit.NewChannelMark(pointIcons[line.point.Kind])
	remove := kit.NewIconButton(kit.IconClose, i18n.T("picker.remove", i18n.T("point."+string(line.point.Kind))), func() { p.remove(line) })
	label := kit.NewFixed(124, line.label)
	if line.value == nil {
		city := kit.NewLine(8, kit.NewFixed(88, line.postCode), line.city, line.land).Grow(line.city, line.land)
		address := kit.NewColumn(8, line.street, city)
		return kit.NewLine(8, mark, address, label, remove).Grow(address)
	}
	if line.point.Kind == domain.PointDomain {
		return kit.NewLine(8, mark, line.value, remove).Grow(line.value)
	}
	return kit.NewLine(8, mark, line.value, label, remove).Grow(line.value)
}

// now is the contact point as the line says; ok is false where it says nothing.
func (l *pointLine) now() (point domain.ContactPoint, ok bool) {
	point = l.point
	point.Label = l.label.Value()
	if l.value != nil {
		point.Value = strings.TrimSpace(l.value.Text)
		if point.Kind == domain.PointDomain {
			point.Value = strings.TrimPrefix(strings.ToLower(point.Value), "@")
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

// read are the contact points that say something.
func (p *points) read() []domain.ContactPoint {
	var list []domain.ContactPoint
	for _, line := range p.lines {
		if point, ok := line.now(); ok {
			list = append(list, point)
		}
	}
	return list
}

// check says what is wrong with a contact point.
func (p *points) check() string {
	for _, line := range p.lines {
		point, ok := line.now()
		if ok && point.Kind == domain.PointEmail && !strings.Contains(point.Value, "@") {
			return i18n.T("organisations.form.bad-email", point.Value)
		}
	}
	return ""
}

// changes are the contact points that differ from what is known.
func (p *points) changes(known domain.Dossier) []domain.Change {
	var changes []domain.Change
	kept := map[domain.ID]bool{}
	for _, point := range p.read() {
		kept[point.ID] = true
		change := known.SetChange(domain.PointField(point.ID), domain.PointValue(point))
		if change.Was == nil || !reflect.DeepEqual(change.Was, change.Now) {
			changes = append(changes, change)
		}
	}
	for _, point := range known.Points() {
		if !kept[point.ID] {
			changes = append(changes, known.SetChange(domain.PointField(point.ID), nil))
		}
	}
	return changes
}
