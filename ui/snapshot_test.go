package ui

import (
	"errors"
	"image"
	"slices"
	"testing"

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
