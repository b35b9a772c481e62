package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
)

type dropPage struct {
	BasePage
	got []string
}

func (p *dropPage) Content() fyne.CanvasObject { return NewText(Body, "") }

func (p *dropPage) Dropped(files []fyne.URI) { p.got = append(p.got, files[0].Path()) }

func TestFilesGoToWhatIsInFront(t *testing.T) {
	w := test.NewTempWindow(t, NewText(Body, ""))
	s := NewShell(ShellParams{Window: w, Async: NewStill(noon)})
	t.Cleanup(s.Close)
	page := &dropPage{}
	s.Register("cards", func(string) Page { return page })
	s.Open(Route{Page: "cards"})
	drop := func(path string) { s.Drop([]fyne.URI{storage.NewFileURI(path)}) }
	drop("/a.vcf")
	var first, second []string
	take := func(into *[]string) func([]fyne.URI) {
		return func(files []fyne.URI) { *into = append(*into, files[0].Path()) }
	}
	releaseFirst := s.TakeDrops(take(&first))
	drop("/b.pdf")
	releaseSecond := s.TakeDrops(take(&second))
	drop("/c.pdf")
	releaseSecond()
	drop("/d.pdf")
	releaseFirst()
	drop("/e.vcf")
	s.Drop(nil)
	if len(page.got) != 2 || len(first) != 2 || len(second) != 1 || second[0] != "/c.pdf" {
		t.Errorf("page %v, first form %v, second %v", page.got, first, second)
	}
}
