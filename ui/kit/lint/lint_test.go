package lint

import (
	"strings"
	"testing"
)

func TestNothingInTheWindowChangesInAGoroutine(t *testing.T) {
	found, err := Dir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range found {
		t.Error(finding)
	}
}

func TestWhatIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want string // part of the finding, "" for none
	}{
		"a change in a goroutine":           {`go func() { label.SetText("x") }()`, "SetText in a goroutine"},
		"at home again":                     {`go func() { x := 1; fyne.Do(func() { label.SetText("x") }); _ = x }()`, ""},
		"in a method that is started":       {`go p.work()`, "Refresh in a goroutine"},
		"in a function that is called":      {`go func() { deep() }()`, "Hide in a goroutine"},
		"called like a method":              {`work := load; go func() { work() }()`, ""},
		"through the runner":                {`p.async.Go(func() { list.Reload() })`, "Reload in a goroutine"},
		"the runner's way back":             {`p.async.Go(func() { p.async.Do(func() { list.Reload() }) })`, ""},
		"in fetch":                          {`kit.Load(ctx, l, func() (int, error) { list.Reload(); return 0, nil }, nil)`, "Reload in a goroutine"},
		"in apply":                          {`kit.Load(ctx, l, func() (int, error) { return 0, nil }, func(int, error) { list.Reload() })`, ""},
		"on the window's thread":            {`label.SetText("x")`, ""},
		"a wait":                            {`fyne.DoAndWait(func() {})`, "never returns"},
		"an excuse":                         {`go func() { store.Refresh() // off-thread: a store, not a widget` + "\n}()", ""},
		"a change after the excursion":      {"go func() { fyne.Do(func() {})\nlabel.Show() }()", "Show in a goroutine"},
		"a nested literal in the goroutine": {`go func() { func() { label.Show() }() }()`, "Show in a goroutine"},
	} {
		source := "package p\nfunc f() {\n" + c.body + "\n}\nfunc (p *page) work() { p.list.Refresh() }\nfunc deep() { label.Hide() }\n"
		found, err := check(map[string]string{"p.go": source})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch {
		case c.want == "" && len(found) > 0:
			t.Errorf("%s: %v", name, found)
		case c.want != "" && (len(found) == 0 || !strings.Contains(found[0].Text, c.want)):
			t.Errorf("%s: found %v, want %q", name, found, c.want)
		}
	}
}

func TestTheDriverIsForMainAlone(t *testing.T) {
	found, err := check(map[string]string{"p.go": "package p\nimport _ \"fyne.io/fyne/v2/app\"\n"})
	if err != nil || len(found) != 1 {
		t.Errorf("found %v, %v", found, err)
	}
}
