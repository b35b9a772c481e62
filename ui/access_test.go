package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kontor/i18n"
	"kontor/ui/kit"
)

// Whoever goes through a page by Tab sees where they are.
func TestFocusCanBeSeen(t *testing.T) {
	speak(t, i18n.German)
	w := goldenWorkspaceIn(t, t.TempDir(), true)
	for _, page := range append([]string{pageFirstRun, pageJoin}, goldenPages...) {
		t.Run(page, func(t *testing.T) {
			s, err := openScene(t.Context(), w, SnapshotOptions{Page: page, Theme: "light", Width: 1280, Height: 800}, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer s.close()
			c := s.win.Canvas()
			seen := map[fyne.Focusable]bool{}
			for c.FocusNext(); c.Focused() != nil && !seen[c.Focused()]; c.FocusNext() {
				focused := c.Focused()
				seen[focused] = true
				object := focused.(fyne.CanvasObject)
				if _, list := object.(*kit.List); list || object.Size().IsZero() {
					continue // a list shows the row with the cursor, wherever the keyboard is
				}
				with := drawn(object)
				c.Unfocus()
				if with == drawn(object) {
					t.Errorf("a %T at %v looks the same with the keyboard", object, fyne.CurrentApp().Driver().AbsolutePositionForObject(object))
				}
				c.Focus(focused)
			}
			if len(seen) < 2 {
				t.Errorf("Tab reaches %d fields", len(seen))
			}
		})
	}
}

// drawn says what an object draws, as far as the keyboard can change it.
func drawn(object fyne.CanvasObject) string {
	if !object.Visible() {
		return ""
	}
	var said strings.Builder
	switch object := object.(type) {
	case *canvas.Rectangle:
		fmt.Fprint(&said, object.FillColor, object.StrokeColor, object.StrokeWidth)
	case *canvas.Text:
		fmt.Fprint(&said, object.Color)
	}
	for _, part := range parts(object) {
		said.WriteString(drawn(part))
	}
	return said.String()
}

// A window at 1280 × 800 with everything at 130 % has the room of 985 × 615, and
// still squeezes no words into a column of letters; nor do low rows.
func TestLargeLettersAndLowRowsHaveRoom(t *testing.T) {
	w := goldenWorkspaceIn(t, t.TempDir(), true)
	for _, compact := range []bool{false, true} {
		kit.SetCompact(compact)
		t.Cleanup(func() { kit.SetCompact(false) })
		for _, page := range goldenPages {
			t.Run(fmt.Sprintf("%s-%t", page, compact), func(t *testing.T) {
				speak(t, i18n.German)
				s, err := openScene(t.Context(), w, SnapshotOptions{Page: page, Theme: "light", Width: 985, Height: 615}, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer s.close()
				squeezed(t, s.win.Canvas().Content())
			})
		}
	}
}

// squeezed reports words that stand in a column, and what reaches beyond the row
// of a list it stands in.
func squeezed(t *testing.T, object fyne.CanvasObject) {
	t.Helper()
	if object == nil || !object.Visible() {
		return
	}
	switch object.(type) {
	case *kit.Text, *kit.RichText:
		if size := object.Size(); size.Width > 0 && size.Height > 5*size.Width {
			t.Errorf("words are squeezed into %v", size)
		}
		return
	case *kit.Row:
		for _, part := range parts(object) {
			if bottom := part.Position().Y + part.Size().Height; part.Visible() && bottom > object.Size().Height+1 {
				t.Errorf("a %T reaches down to %v in a row of %v", part, bottom, object.Size().Height)
			}
		}
	}
	for _, part := range parts(object) {
		squeezed(t, part)
	}
}
