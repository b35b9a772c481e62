package unsaved

import (
	"slices"
	"testing"
	"time"

	"kontor/ui/desk/desktest"
)

type sheet struct {
	Title string   `json:"title,omitempty"`
	Text  string   `json:"text,omitempty"`
	Tags  []string `json:"tags,omitempty"`
}

func TestMergeTakesOnlyWhatTheFormChanged(t *testing.T) {
	opened := sheet{Title: "Faust", Text: "Erster Teil", Tags: []string{"drama"}}
	for name, c := range map[string]struct{ form, now, want sheet }{
		"nothing":     {opened, sheet{Title: "Urfaust"}, sheet{Title: "Urfaust"}},
		"one field":   {sheet{"Faust", "Zweiter Teil", opened.Tags}, sheet{Title: "Urfaust", Text: "Erster Teil"}, sheet{Title: "Urfaust", Text: "Zweiter Teil"}},
		"emptied":     {sheet{Title: "Faust", Tags: opened.Tags}, sheet{Title: "Urfaust", Text: "Erster Teil", Tags: opened.Tags}, sheet{Title: "Urfaust", Tags: opened.Tags}},
		"both of one": {sheet{"Faust I", "Erster Teil", opened.Tags}, sheet{"Urfaust", "Erster Teil", opened.Tags}, sheet{"Faust I", "Erster Teil", opened.Tags}},
	} {
		got, err := Merge(opened, c.form, c.now)
		if err != nil || got.Title != c.want.Title || got.Text != c.want.Text || !slices.Equal(got.Tags, c.want.Tags) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

func TestWhatIsTypedIsKeptOnceNobodyTypes(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	k := New(b.Desk, "sheet")
	k.Soon(func() any { return sheet{Title: "Fau"} })
	k.Soon(func() any { return sheet{Title: "Faust"} })
	if form, _ := Read[sheet](b.Desk, "sheet"); form != nil {
		t.Fatalf("kept at once: %+v", form)
	}
	b.Async.Advance(time.Second)
	form, at := Read[sheet](b.Desk, "sheet")
	if form == nil || form.Title != "Faust" || !at.Equal(desktest.Now) || k.Rest() {
		t.Fatalf("kept is %+v at %v", form, at)
	}
	k.Forget()
	if form, _ := Read[sheet](b.Desk, "sheet"); form != nil {
		t.Errorf("forgotten is %+v", form)
	}
}

func TestADraftOfAnotherVersionIsLeftAlone(t *testing.T) {
	b := desktest.Open(t, desktest.Options{})
	for _, text := range []string{"{", `{"title":"Faust"}`, `{"at":"2026-11-18T14:32:00Z","form":7}`} {
		if err := b.Workspace.KeepDraft("sheet", text); err != nil {
			t.Fatal(err)
		}
		if form, _ := Read[sheet](b.Desk, "sheet"); form != nil {
			t.Errorf("%s was taken for %+v", text, form)
		}
	}
}
