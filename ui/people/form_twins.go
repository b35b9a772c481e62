package people

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/match"
	"kontor/projections"
	"kontor/ui/kit"
)

// shownTwins is how many people who may be the same are named.
const shownTwins = 3

// profile is a draft as far as it says who somebody is.
func (d draft) profile(now time.Time) match.Profile {
	p := match.Profile{Name: d.Name}
	p.Birthday, _ = parseDate(d.Birthday, now)
	for _, item := range d.Place.Organisation {
		p.Organisation = item.Label
	}
	for _, point := range d.Points {
		switch point.Kind {
		case domain.PointEmail:
			p.Emails = append(p.Emails, point.Value)
		case domain.PointPhone:
			if number, ok := exchange.NormalPhone(point.Value, ""); ok {
				p.Phones = append(p.Phones, number)
			}
		case domain.PointIdentity:
			p.Identities = append(p.Identities, point.Service+":"+point.Value)
		}
	}
	return p
}

// lookForTwins looks for people who may be the new one.
func (f *form) lookForTwins(then func([]projections.Alike)) {
	profile := f.read().profile(f.desk.Workspace.Now())
	kit.Load(context.Background(), f.twins, func(ctx context.Context) ([]projections.Alike, error) {
		return f.desk.Workspace.Views().DuplicatesOf(ctx, profile, shownTwins)
	}, func(found []projections.Alike, err error) {
		if err != nil {
			f.desk.Fail(err)
			found = nil
		}
		then(found)
	})
}

// warn names the people who may be the same, with the reason; asked offers to
// save all the same.
func (f *form) warn(found []projections.Alike, asked bool) {
	if len(found) == 0 {
		f.warning.Hide()
		f.form.Refresh()
		return
	}
	head := kit.NewText(kit.Bold, i18n.N("people.twin", len(found)))
	head.SetColor(kit.ColorSoon)
	column := kit.NewColumn(6, head)
	var first *kit.Button
	for _, alike := range found {
		line, open := f.twin(alike)
		column.Add(line)
		if first == nil {
			first = open
		}
	}
	if asked {
		anyway := kit.NewButton(kit.Quiet, i18n.T("people.twin.anyway"), f.saveAnyway)
		space := kit.NewSpace()
		column.Add(kit.NewLine(8, space, anyway).Grow(space))
		f.warning.SetObjects(kit.NewNotice(kit.Soon, column))
		f.warning.Show()
		f.form.Refresh()
		f.desk.Shell.Canvas().Focus(first) // nobody is saved twice by Enter
		return
	}
	f.warning.SetObjects(kit.NewNotice(kit.Soon, column))
	f.warning.Show()
	f.form.Refresh()
}

// twin is the line of somebody who may be the same, and its button.
func (f *form) twin(alike projections.Alike) (line fyne.CanvasObject, open *kit.Button) {
	name := kit.NewText(kit.Strong, joined(" · ", displayName(alike.Person), alike.Person.Organisation))
	name.Shrink = true
	var reasons []string
	for _, r := range alike.Reasons {
		reasons = append(reasons, i18n.T(r.Code, r.Args...))
	}
	why := kit.NewParagraph(kit.Secondary, strings.Join(reasons, " · "))
	text := kit.NewColumn(0, name, why)
	face := kit.NewAvatar(kit.FaceList, f.desk.Face(alike.Person, nil))
	open = kit.NewButton(kit.Quiet, i18n.T("people.twin.open"), func() { f.openTwin(alike.Person.ID) })
	take := kit.NewButton(kit.Quiet, i18n.T("people.twin.take"), func() { f.takeOver(alike.Person.ID) })
	return kit.NewLine(10, face, text, open, take).Grow(text), open
}

// openTwin leaves the form for the person who is there already. What was typed
// is kept as a draft.
func (f *form) openTwin(id domain.ID) {
	f.dialog.Close()
	f.desk.Open(personStream(id))
}
