package kit

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kontor/i18n"
)

// window shows an object in a window of the test driver.
func window(t testing.TB, mode Mode, object fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(mode))
	w := test.NewTempWindow(t, object)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func german(t testing.TB) {
	t.Helper()
	before := i18n.Language()
	if err := i18n.SetLanguage(i18n.German); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i18n.SetLanguage(before); err != nil {
			t.Error(err)
		}
	})
}

func save(t testing.TB, w fyne.Window, name string) {
	t.Helper()
	file := filepath.Join("..", "..", "build", "gallery", name+".png")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := png.Encode(out, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}
