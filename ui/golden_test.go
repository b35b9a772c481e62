package ui

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kontor/demo"
	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/desk/desktest"
	"kontor/workspace"
)

var update = flag.Bool("update", false, "draw the pictures in testdata/golden anew; look at them before they are committed")

// goldenPages are drawn with the sample community and in an empty workspace.
var goldenPages = []string{
	"today", "people", "organisations", "communities", "conversations", "dashboard", "segments",
	"import", "settings", "team", "attention", "activity",
}

// Every page looks as it did when it was last looked at: German and light with
// the sample community, English and dark with it, and German and light without.
func TestPagesLookAsTheyDid(t *testing.T) {
	before := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = before })
	golden, err := filepath.Abs(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	differing, err := filepath.Abs(filepath.Join("..", "build", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // the folder stands on the page of the settings
	for _, filled := range []bool{true, false} {
		w := goldenWorkspace(t, filled)
		for i, look := range []struct{ language, theme string }{{i18n.German, "light"}, {i18n.English, "dark"}} {
			if !filled && i > 0 {
				break
			}
			for _, page := range goldenPages {
				name := fmt.Sprintf("%s-%s-%s", page, look.language, look.theme)
				if !filled {
					name += "-empty"
				}
				t.Run(name, func(t *testing.T) {
					speak(t, look.language)
					shot, err := Snapshot(t.Context(), w, SnapshotOptions{
						Page: page, Theme: look.theme, Width: 1280, Height: 800, Version: "1.0",
					})
					if err != nil {
						t.Fatal(err)
					}
					compare(t, shot, filepath.Join(golden, name+".png"), filepath.Join(differing, name+".png"))
				})
			}
		}
	}
}

func goldenWorkspace(t *testing.T, filled bool) *workspace.Workspace {
	t.Helper()
	made := uint64(0)
	w, err := workspace.Open(t.Context(), fmt.Sprintf("kontor-%t", filled), workspace.Options{
		Name: "Kontor", Me: domain.Name{Given: "Caroline", Family: "Neuber"}, FileKey: true,
		Now: func() time.Time { return desktest.Now },
		NewID: func() domain.ID {
			made++
			var id domain.ID
			binary.BigEndian.PutUint64(id[8:], made<<8)
			return id
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if filled {
		_, err = w.LoadDemo(t.Context(), demo.Options{People: 60, Conversations: 400, Seed: 1, Now: desktest.Now}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// fewPixels is how many pixels may differ: what two versions of the compiler
// may round differently at the edges of letters, but no word.
const fewPixels = 40

func compare(t *testing.T, shot image.Image, path, drawn string) {
	t.Helper()
	if *update {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := errors.Join(encoder.Encode(&b, coarse(shot)), os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing; draw it with -update and look at it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	golden, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if shot.Bounds() != golden.Bounds() {
		t.Fatalf("the picture is %v, it was %v", shot.Bounds(), golden.Bounds())
	}
	differ, where := 0, image.Rectangle{}
	for y := range shot.Bounds().Dy() {
		for x := range shot.Bounds().Dx() {
			if unlike(shot, golden, x, y) {
				differ++
				where = where.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if differ > fewPixels {
		if err := errors.Join(os.MkdirAll(filepath.Dir(drawn), 0o755), save(drawn, shot)); err != nil {
			t.Error(err)
		}
		t.Errorf("%d pixels differ, within %v; compare %s with %s", differ, where, drawn, path)
	}
}

// coarse drops the lower half of each colour, so that the pictures stay small.
func coarse(shot image.Image) image.Image {
	c := image.NewNRGBA(shot.Bounds())
	for y := range c.Bounds().Dy() {
		for x := range c.Bounds().Dx() {
			r, g, b, _ := shot.At(x, y).RGBA()
			c.SetNRGBA(x, y, color.NRGBA{R: uint8(r>>8)&0xF0 | 8, G: uint8(g>>8)&0xF0 | 8, B: uint8(b>>8)&0xF0 | 8, A: 255})
		}
	}
	return c
}

func unlike(a, b image.Image, x, y int) bool {
	const little = 24 << 8
	r1, g1, b1, _ := a.At(x, y).RGBA()
	r2, g2, b2, _ := b.At(x, y).RGBA()
	far := func(p, q uint32) bool { return max(p, q)-min(p, q) > little }
	return far(r1, r2) || far(g1, g2) || far(b1, b2)
}

func save(path string, shot image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, shot), f.Close())
}
