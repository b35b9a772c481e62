package ui

import (
	"errors"
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kontor/i18n"
	"kontor/workspace"
)

func TestASnapshotNeedsNoDisplay(t *testing.T) {
	speak(t, i18n.German)
	w, err := workspace.Open(t.Context(), t.TempDir(), workspace.Options{FileKey: true})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	shots := map[string]image.Image{}
	for _, theme := range []string{"light", "dark"} {
		shots[theme], err = Snapshot(t.Context(), w, SnapshotOptions{Page: "today", Theme: theme, Width: 1280, Height: 800})
		if err != nil {
			t.Fatal(err)
		}
		if size := shots[theme].Bounds().Size(); size.X != 1280 || size.Y != 800 {
			t.Errorf("%s: the picture is %v", theme, size)
		}
	}
	brightness := func(theme string) uint32 {
		r, g, b, _ := shots[theme].At(1270, 10).RGBA()
		return r + g + b
	}
	if brightness("light") <= brightness("dark") {
		t.Error("the light theme is not lighter than the dark one")
	}
	var unknown *UnknownPageError
	_, err = Snapshot(t.Context(), w, SnapshotOptions{Page: "nowhere", Width: 640, Height: 480})
	if !errors.As(err, &unknown) || !slices.Contains(unknown.KnownPages(), "today") {
		t.Errorf("a page that there is not: %v", err)
	}
}

func TestASnapshotPressesKeys(t *testing.T) {
	speak(t, i18n.German)
	w, err := workspace.Open(t.Context(), t.TempDir(), workspace.Options{FileKey: true})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for keys, opened := range map[string]bool{
		"": false, "?": true, "Ctrl+K": true, "Ctrl+K Esc": false, `Ctrl+L "Telefonat" Tab`: true,
	} {
		s, err := openScene(t.Context(), w, SnapshotOptions{Page: "today", Width: 1280, Height: 800}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.press(keys); err != nil {
			t.Errorf("%s: %v", keys, err)
		}
		if got := s.win.Canvas().Overlays().Top() != nil; got != opened {
			t.Errorf("%s: something above the window: %v", keys, got)
		}
		s.close()
	}
	var unknown *UnknownKeyError
	_, err = Snapshot(t.Context(), w, SnapshotOptions{Page: "today", Keys: "Hyper+K", Width: 640, Height: 480})
	if !errors.As(err, &unknown) || unknown.UnknownKey() != "Hyper+K" {
		t.Errorf("a key that there is not: %v", err)
	}
}

// What stands in a pane within a pane is cut at the edge of the outer one, too.
func TestASnapshotCutsAtTheEdgesOfBothPanes(t *testing.T) {
	test.NewTempApp(t)
	inner := canvas.NewText("hidden", color.Black)
	inside := canvas.NewText("seen", color.Black)
	column := container.NewWithoutLayout(container.NewVScroll(inside), container.NewVScroll(inner))
	column.Objects[0].Resize(fyne.NewSize(200, 40))
	column.Objects[1].Move(fyne.NewPos(0, 150))
	column.Objects[1].Resize(fyne.NewSize(200, 40))
	outer := container.NewVScroll(column)
	outer.Resize(fyne.NewSize(200, 100))
	found := beyond(outer, fyne.NewPos(0, 0), bounds{size: fyne.NewSize(1000, 1000)}, 0)
	if len(found) != 1 || found[0] != inner {
		t.Errorf("%d texts are beyond the edge", len(found))
	}
}
