package people

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/match"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/ui/picker"
	"kontor/workspace"
)

// takePaste lets a whole signature or card that is pasted take the place of what
// was in the field, and of what the form says in the fields that it names. A
// single line is added where the caret is.
func (f *form) takePaste(text string) bool {
	if !strings.Contains(strings.TrimSpace(text), "\n") {
		return false
	}
	f.paste.SetText(text)
	f.pasted(true)
	f.keeper.Soon(func() any { return f.read() })
	return true
}

// pasted reads what was written into the first field once nobody types; whole
// says that it came at once.
func (f *form) pasted(whole bool) {
	f.stopReading()
	text := f.paste.Text
	if strings.TrimSpace(text) == "" {
		f.say("")
		return
	}
	f.stopReading = f.desk.Async.After(typingDelay, func() {
		var found read
		var err error
		f.desk.Async.Go(func() {
			found, err = readText(text)
			f.desk.Async.Do(func() { f.found(found, whole, err) })
		})
	})
}

// dropped reads a file that was let go of above the window.
func (f *form) dropped(path string) {
	var found read
	var err error
	f.desk.Async.Go(func() {
		found, err = readFile(path)
		f.desk.Async.Do(func() { f.found(found, true, err) })
	})
}

// found fills the fields, unless the form was closed meanwhile.
func (f *form) found(found read, whole bool, err error) {
	switch {
	case !f.isOpen():
	case err != nil:
		f.wrong(workspace.Explain(err))
	default:
		f.propose(found, whole)
	}
}

// say writes below the first field.
func (f *form) say(text string) {
	f.reading.SetColor(kit.ColorFaint)
	if text == "" {
		text = i18n.T("people.form.paste.hint")
	}
	f.reading.SetText(text)
	f.form.Refresh()
}

func (f *form) wrong(text string) {
	f.say(text)
	f.reading.SetColor(kit.ColorLate)
}

// propose fills the fields that are empty, or that still say what was proposed
// before. What a human typed stays, but where a whole signature or card names
// it: nobody is mixed from two.
func (f *form) propose(found read, whole bool) {
	c, d := found.contact, f.read()
	if c.IsOrganisation && c.Name.IsZero() {
		f.wrong(i18n.T("people.form.is-organisation"))
		return
	}
	before, offered := d.Offered, map[domain.Field]*domain.Value{}
	free := func(field domain.Field, now *domain.Value) bool {
		return whole || now == nil || sameValue(before[field], now)
	}
	if whole {
		f.dropProposed(&d, c)
	}
	var name *domain.Value
	if !d.Name.IsZero() {
		name = domain.NameValue(d.Name)
	}
	if !c.Name.IsZero() && free(domain.FieldName, name) {
		d.Name = c.Name
		offered[domain.FieldName] = domain.NameValue(c.Name)
	}
	d.Points = f.proposePoints(d.Points, c.Points, before, offered)
	text := func(field domain.Field, into *string, proposed string, value *domain.Value) {
		if proposed != "" && free(field, textValue(*into)) {
			*into = proposed
			offered[field] = value
		}
	}
	if !c.Birthday.IsZero() {
		said := workspace.DateText(c.Birthday)
		if whole || d.Birthday == "" || sameValue(before[domain.FieldBirthday], dateValue(d.Birthday, f.desk.Workspace.Now())) {
			d.Birthday, offered[domain.FieldBirthday] = said, domain.DateValue(c.Birthday)
		}
	}
	text(domain.FieldLanguage, &d.Language, c.Language, textValue(c.Language))
	text(domain.FieldNote, &d.Note, strings.TrimSpace(c.Note), textValue(strings.TrimSpace(c.Note)))
	for _, tag := range c.Categories {
		if tag = domain.NormalTag(tag); tag != "" && !slices.Contains(d.Tags, tag) {
			d.Tags = append(d.Tags, tag)
			offered[domain.TagField(tag)] = domain.TextValue(tag)
		}
	}
	f.proposePlace(&d, c)
	d.Offered = offered
	if found.origin != domain.OriginManual {
		d.Origin = found.origin
	}
	d.Points = f.withLines(d.Points)
	f.fill(d)
	f.changed()
	f.say(f.recognised(c, found.cards))
	if len(c.Photo) > 0 && (whole || f.photo.photo == nil) {
		f.photo.takeContent(c.Photo, photoName(c.PhotoType), func(kept domain.Attachment) {
			f.offered[domain.FieldPhoto] = &domain.Value{Attachment: &kept}
		})
	}
	if len(d.Place.Organisation) > 0 {
		f.findOrganisation(d.Place.Organisation[0])
	}
}

// dropProposed takes out of a draft what was proposed before, and what the new
// contact names anew.
func (f *form) dropProposed(d *draft, c exchange.Contact) {
	proposed := func(field domain.Field, now *domain.Value) bool {
		return now != nil && sameValue(d.Offered[field], now)
	}
	if proposed(domain.FieldBirthday, dateValue(d.Birthday, f.desk.Workspace.Now())) {
		d.Birthday = ""
	}
	if proposed(domain.FieldLanguage, textValue(d.Language)) {
		d.Language = ""
	}
	if proposed(domain.FieldNote, textValue(d.Note)) {
		d.Note = ""
	}
	if d.Photo != nil && proposed(domain.FieldPhoto, &domain.Value{Attachment: d.Photo}) {
		d.Photo = nil
	}
	d.Tags = slices.DeleteFunc(d.Tags, func(tag string) bool { return d.Offered[domain.TagField(tag)] != nil })
	d.Points = slices.DeleteFunc(d.Points, func(point domain.ContactPoint) bool {
		return slices.ContainsFunc(c.Points, func(named domain.ContactPoint) bool { return named.Kind == point.Kind })
	})
	if at := d.Place.Organisation; c.Organisation != "" || len(at) > 0 && at[0].ID == f.offeredOrganisation {
		d.Place = position{}
	}
	if c.JobTitle+c.Role != "" {
		d.Place.Title = ""
	}
	if len(c.Units) > 0 {
		d.Place.Department = ""
	}
}

// proposePoints adds what was found to what a human wrote.
func (f *form) proposePoints(now, found []domain.ContactPoint, before, offered map[domain.Field]*domain.Value) []domain.ContactPoint {
	var kept []domain.ContactPoint
	for _, point := range now {
		if v := before[domain.PointField(point.ID)]; v == nil || !reflect.DeepEqual(*v.Point, point) {
			kept = append(kept, point)
		}
	}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b domain.ContactPoint) int {
		return slices.Index(pointKinds, a.Kind) - slices.Index(pointKinds, b.Kind)
	})
	for _, point := range found {
		known := false
		for _, k := range kept {
			known = known || k.Kind == point.Kind && k.Value != "" && strings.EqualFold(k.Value, point.Value)
		}
		if known {
			continue
		}
		point.ID = f.desk.Workspace.NewID()
		kept = append(kept, point)
		offered[domain.PointField(point.ID)] = domain.PointValue(point)
	}
	return kept
}

// proposePlace fills organisation and position where nobody wrote any.
func (f *form) proposePlace(d *draft, c exchange.Contact) {
	if c.Organisation != "" && (len(d.Place.Organisation) == 0 || d.Place.Organisation[0].ID == f.offeredOrganisation) {
		item := picker.Item{ID: f.desk.Workspace.NewID().String(), Label: c.Organisation, Icon: kit.IconPlus, New: true}
		d.Place.Organisation = []picker.Item{item}
		f.offeredOrganisation = item.ID
	}
	title := c.JobTitle
	if title == "" {
		title = c.Role
	}
	if title != "" && (d.Place.Title == "" || d.Place.Title == f.offeredTitle) {
		d.Place.Title, f.offeredTitle = title, title
	}
	if len(c.Units) > 0 && d.Place.Department == "" {
		d.Place.Department = strings.Join(c.Units, ", ")
	}
}

// findOrganisation takes the known organisation of the same name, but for the
// legal form, instead of a new one.
func (f *form) findOrganisation(proposed picker.Item) {
	if !proposed.New {
		return
	}
	var hits, alike []projections.Hit
	f.desk.Run(func(ctx context.Context) (err error) {
		if hits, err = f.desk.Workspace.Views().FindOrganisations(ctx, proposed.Label, mostOffered); err == nil {
			alike, err = f.findSimilar(ctx, proposed.Label, hits)
		}
		return err
	}, func() {
		items := f.place.organisation.Items()
		if len(items) != 1 || items[0].ID != proposed.ID {
			return
		}
		for _, item := range organisationItems(hits) {
			if strings.EqualFold(item.Label, proposed.Label) {
				f.takeOrganisation(item)
				return
			}
		}
		items = slices.DeleteFunc(organisationItems(alike), func(item picker.Item) bool { return !match.SameOrganisation(item.Label, proposed.Label) })
		if len(items) == 1 {
			f.takeOrganisation(items[0])
			return
		}
		f.offerSimilar(proposed, organisationItems(alike))
	})
}

// findSimilar adds the organisations that share a telling word with a name: one
// that only a few have, as "Cotta" and not as "GmbH".
func (f *form) findSimilar(ctx context.Context, name string, hits []projections.Hit) ([]projections.Hit, error) {
	alike := slices.Clone(hits)
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(word)) < shortestTelling {
			continue
		}
		found, err := f.desk.Workspace.Views().FindOrganisations(ctx, word, mostSimilar+1)
		if err != nil {
			return nil, err
		}
		if len(found) > mostSimilar {
			continue
		}
		for _, hit := range found {
			if !slices.ContainsFunc(alike, func(other projections.Hit) bool { return other.ID == hit.ID }) {
				alike = append(alike, hit)
			}
		}
	}
	return alike, nil
}

// shortestTelling is how long a word must be to tell organisations apart.
const shortestTelling = 4

func (f *form) takeOrganisation(item picker.Item) {
	f.offeredOrganisation = item.ID
	f.place.organisation.SetItems([]picker.Item{item})
	f.offerSimilar(item, nil)
	f.changed()
}

// mostSimilar is how many organisations of a similar name are offered.
const mostSimilar = 3

// offerSimilar offers known organisations whose name is like that of the one
// that would be new, so that none is there twice; without any it takes the offer
// away.
func (f *form) offerSimilar(proposed picker.Item, known []picker.Item) {
	f.similar.Hide()
	f.similar.SetObjects()
	if len(known) > 0 {
		choices := []fyne.CanvasObject{kit.NewText(kit.Secondary, i18n.T("people.form.similar", proposed.Label))}
		for _, item := range known[:min(len(known), mostSimilar)] {
			choices = append(choices, kit.NewChip(kit.Soon, item.Label, func() { f.takeOrganisation(item) }))
		}
		f.similar.SetObjects(kit.NewFlow(8, choices...))
		f.similar.Show()
	}
	f.form.Refresh()
}

// recognised says what was found, so that what is missing is seen.
func (f *form) recognised(c exchange.Contact, cards int) string {
	var said []string
	if !c.Name.IsZero() {
		said = append(said, i18n.T("field.name"))
	}
	for _, kind := range offeredPoints {
		n := 0
		for _, point := range c.Points {
			if point.Kind == kind {
				n++
			}
		}
		switch {
		case n == 1:
			said = append(said, i18n.T("point."+string(kind)))
		case n > 1:
			said = append(said, i18n.T("people.form.paste.several", n, i18n.T("point."+string(kind))))
		}
	}
	if c.Organisation != "" {
		said = append(said, i18n.T("people.organisation"))
	}
	if c.JobTitle != "" {
		said = append(said, i18n.T("people.job-title"))
	}
	if len(said) == 0 {
		return i18n.T("people.form.paste.nothing")
	}
	text := i18n.T("people.form.paste.found", strings.Join(said, ", "))
	if cards > 1 {
		text += " " + i18n.T("people.form.paste.many", cards)
	}
	return text
}

// photoName is a name for the photo of a card.
func photoName(mediaType string) string {
	_, kind, _ := strings.Cut(mediaType, "/")
	if kind == "" {
		kind = "jpeg"
	}
	return "photo." + kind
}
