package desktest

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kontor/domain"
)

// textsOf are the words that an object and everything within it draws.
func textsOf(object fyne.CanvasObject) []string {
	if object == nil || !object.Visible() {
		return nil
	}
	switch object := object.(type) {
	case *canvas.Text:
		return []string{object.Text}
	case *fyne.Container:
		return textsOfAll(object.Objects)
	case fyne.Widget:
		return textsOfAll(test.WidgetRenderer(object).Objects())
	}
	return nil
}

func textsOfAll(objects []fyne.CanvasObject) []string {
	var all []string
	for _, object := range objects {
		all = append(all, textsOf(object)...)
	}
	return all
}

// aKey is what a text looks like that was not translated: an area, and a name
// within it.
var aKey = regexp.MustCompile(`^(channel|cli|command|communit(y|ies)|conversations?|date|desk|direction|dossier|field|health|import|importer|` +
	`dashboard|keys|kit|needs?|rule|segments?|label|ledger|logline|match|month|organisations?|origin|palette|party|people|person|picker|place|point|quicklog|` +
	`refusal|relation|sentiment|service|settings|status|taxonomy|team|timeline|today|value|welcome|when|window|workspace)(\.[a-z0-9-]+)+$`)

// NoKeys fails the test where a key or an id stands in place of words.
func (b *Bench) NoKeys() {
	b.T.Helper()
	for text := range strings.Lines(b.Texts()) {
		text = strings.TrimSpace(text)
		if aKey.MatchString(text) {
			b.T.Errorf("in sight: %q", text)
		}
		if _, err := domain.ParseID(text); err == nil && text != "" {
			b.T.Errorf("an id is in sight: %q", text)
		}
	}
}

// tappable is the innermost thing to tap around the words, nil if they are not in
// sight or there is none.
func tappable(object fyne.CanvasObject, words string, around fyne.Tappable) fyne.Tappable {
	if object == nil || !object.Visible() {
		return nil
	}
	var within []fyne.CanvasObject
	switch object := object.(type) {
	case *canvas.Text:
		if object.Text == words {
			return around
		}
	case *fyne.Container:
		within = object.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(object).Objects()
	}
	if tap, ok := object.(fyne.Tappable); ok {
		around = tap
	}
	for _, part := range within {
		if found := tappable(part, words, around); found != nil {
			return found
		}
	}
	return nil
}
