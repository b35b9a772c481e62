package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// factsAt is where the column of facts begins at 1280 pixels.
const factsAt float32 = 1045

// Nothing is cut in the columns of facts, though German words are long and the
// column is narrow.
func TestNoFactIsCut(t *testing.T) {
	g := openGallery(t)
	w := goldenWorkspace(g.t, true)
	speak(t, i18n.German)
	s, err := openScene(t.Context(), w, SnapshotOptions{Page: "organisations", Width: 1280, Height: 800}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	views, page := w.Views(), projections.Page{Limit: 25}
	look := func(of string, id domain.ID) {
		s.shown.office.shell.Open(kit.Route{Page: of, Arg: id.String()})
		facts := 0
		each(s.win.Canvas().Content(), func(text *canvas.Text) {
			if fyne.CurrentApp().Driver().AbsolutePositionForObject(text).X < factsAt || text.Text == "" {
				return
			}
			if facts++; strings.HasSuffix(text.Text, "…") {
				t.Errorf("%s: %q", of, text.Text)
			}
		})
		if facts < 5 {
			t.Errorf("%s: only %d words in the column", of, facts)
		}
	}
	organisations, err := views.Organisations(t.Context(), projections.OrganisationQuery{Page: page})
	if err != nil || len(organisations) == 0 {
		t.Fatal(len(organisations), err)
	}
	for _, o := range organisations {
		look(desk.PageOrganisations, o.ID)
	}
	people, err := views.People(t.Context(), projections.PeopleQuery{Order: projections.PeopleByRecent, Page: page})
	if err != nil || len(people) == 0 {
		t.Fatal(len(people), err)
	}
	for _, p := range people {
		look(desk.PagePeople, p.ID)
	}
	communities, err := views.Communities(t.Context(), w.Now())
	if err != nil || len(communities) == 0 {
		t.Fatal(len(communities), err)
	}
	for _, c := range communities {
		look(desk.PageCommunities, c.ID)
	}
}

// each calls do for the objects of one kind: visible ones, as parts of visible
// ones, but not as parts of one another.
func each[O fyne.CanvasObject](object fyne.CanvasObject, do func(O)) {
	if object == nil || !object.Visible() {
		return
	}
	if wanted, ok := object.(O); ok {
		do(wanted)
		return
	}
	var within []fyne.CanvasObject
	switch object := object.(type) {
	case *fyne.Container:
		within = object.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(object).Objects()
	}
	for _, part := range within {
		each(part, do)
	}
}
