package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/test"

	"kontor/eventstore"
	"kontor/ui"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/palette"
)

// frameBudget is how long the window's thread may work for one frame.
const frameBudget = 16 * time.Millisecond

// The arguments that make this program the window that is measured.
const (
	windowArg    = "window"    // opens it, says so, and ends
	rehearsalArg = "rehearsal" // scrolls and searches in it
	tourArg      = "tour"      // opens every page and scrolls every list
)

// windowed is what a window that is measured says at its end.
type windowed struct {
	Real     bool            `json:"real"` // else on the toolkit's test driver
	List     []time.Duration `json:"list"`
	Timeline []time.Duration `json:"timeline"`
	Palette  []time.Duration `json:"palette"`
	Filters  []time.Duration `json:"filters"`
	Slow     [2]slowest      `json:"slow"` // names by how much of them was typed, and filters
	Memory   []place         `json:"memory"`
}

// place is the resident memory of the process at one of its pages, in bytes.
type place struct {
	Page string `json:"page"`
	All  int64  `json:"all"`
	Own  int64  `json:"own"` // without the pages of files, such as libraries
}

// measureWindow: the window is usable with the large workspace within 1.2 times
// of the time that the small one takes; the window's thread works for a frame of
// scrolling, and the palette for an answer, no longer than a frame; resident
// memory stays under 300 MB after every page was opened and every list scrolled
// to its end.
//
// Where there is a screen or one can be made in memory (Xvfb), the time and the
// memory are those of the real window, otherwise those of the window on the
// toolkit's test driver. Frames are always measured on the latter, with the
// pages and the data of the real one: what is measured is the program's work,
// not the drawing by whatever stands in for a graphics card.
func (b *bench) measureWindow(small, large string) error {
	os.Setenv(eventstore.KeyPlaceVariable, string(eventstore.KeyInFile))
	dark := screen()
	defer dark()
	if err := b.windowStart(small, large); err != nil {
		return err
	}
	frames, _, err := b.window(rehearsalArg, large)
	if err != nil {
		return err
	}
	for _, of := range []struct {
		name  string
		took  []time.Duration
		about string
	}{
		{"frame-list", frames.List, "of scrolling through people, as rows"},
		{"frame-timeline", frames.Timeline, "of scrolling through all conversations"},
		{"palette", frames.Palette, "from a key to its answer in sight"},
		{"palette-filters", frames.Filters, "from a key of a filter to those who fit"},
	} {
		p99 := percentile(of.took, 99)
		b.budget(of.name, p99.Seconds()/frameBudget.Seconds(), 1, "p99 %s, median %s, longest %s, %d %s",
			p99, median(of.took), slices.Max(of.took), len(of.took), of.about)
	}
	frames.Slow[0].tell("palette-by-length")
	frames.Slow[1].tell("palette-by-filter")
	tour, _, err := b.window(tourArg, large)
	if err != nil {
		return err
	}
	most := slices.MaxFunc(tour.Memory, func(a, b place) int { return int(a.All - b.All) })
	fmt.Printf("told   %-24s %s MB\n", "memory-by-page", memoryTrail(tour.Memory))
	b.budget("memory-window", float64(most.All)/(300<<20), 1, "%d MB of 300 at %s, %d of them not from files; %s",
		most.All>>20, most.Page, most.Own>>20, driverName(tour.Real))
	return nil
}

func driverName(isReal bool) string {
	if isReal {
		return "the real window"
	}
	return "the window on the test driver"
}

func (b *bench) windowStart(small, large string) error {
	const rounds = 7
	var few, many []time.Duration
	var isReal bool
	for range rounds {
		for _, of := range []struct {
			dir   string
			times *[]time.Duration
		}{{small, &few}, {large, &many}} {
			said, took, err := b.window(windowArg, of.dir)
			if err != nil {
				return err
			}
			*of.times, isReal = append(*of.times, took), said.Real
		}
	}
	fast, slow := slices.Min(few), slices.Min(many)
	b.budget("window-start", slow.Seconds()/fast.Seconds(), 1.2, "large %s, small %s, medians %s and %s: process start until the first page is filled; %s",
		slow, fast, median(many), median(few), driverName(isReal))
	return nil
}

// window runs this program as a window and returns what it says, and how long it
// took until it said so.
func (b *bench) window(arg, dir string) (said windowed, took time.Duration, err error) {
	self, err := os.Executable()
	if err != nil {
		return said, 0, err
	}
	run := exec.CommandContext(b.ctx, self, arg, dir)
	// The toolkit complains of a desktop that is not there, which matters only
	// where the window fails.
	var complaints bytes.Buffer
	run.Stderr = &complaints
	out, err := run.StdoutPipe()
	if err != nil {
		return said, 0, err
	}
	start := time.Now()
	if err := run.Start(); err != nil {
		return said, 0, err
	}
	err = json.NewDecoder(out).Decode(&said)
	took = time.Since(start)
	if err := errors.Join(err, run.Wait()); err != nil {
		return said, 0, fmt.Errorf("%s %s: %w\n%s", arg, dir, err, complaints.Bytes())
	}
	return said, took, nil
}

// screen makes a screen in memory where there is none, if that is possible, and
// returns what takes it away.
func screen() (dark func()) {
	if os.Getenv("DISPLAY") != "" {
		return func() {}
	}
	run := exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", "1440x900x24", "-noreset", "-nolisten", "tcp", "+extension", "GLX")
	out, err := run.StdoutPipe()
	if err != nil || run.Start() != nil {
		return func() {}
	}
	var number int
	if _, err := fmt.Fscan(out, &number); err == nil {
		os.Setenv("DISPLAY", fmt.Sprintf(":%d", number))
		os.Setenv("LIBGL_ALWAYS_SOFTWARE", "1")
	}
	return func() {
		os.Unsetenv("DISPLAY")
		_ = run.Process.Kill() // it may have ended by itself
		_ = run.Wait()
	}
}

// windowProcess is this program as a window.
func windowProcess(arg, dir string) {
	w := &shownWindow{isReal: arg != rehearsalArg && os.Getenv("DISPLAY") != ""}
	if err := w.run(arg, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// shownWindow is a window that is measured.
type shownWindow struct {
	isReal bool
	stage  *stage
	desk   *desk.Desk
	said   windowed
}

func (w *shownWindow) run(arg, dir string) error {
	w.said.Real = w.isReal
	w.stage = newStage(!w.isReal)
	ctx, end := context.WithCancel(context.Background())
	defer end()
	options := ui.Options{Dir: dir, Language: "de", Version: "bench", Async: w.stage, Opened: func(d *desk.Desk) { w.desk = d }}
	if w.isReal {
		measured := make(chan error, 1)
		application := app.NewWithID("app.kontor.Kontor")
		application.Lifecycle().SetOnStarted(func() {
			go func() {
				measured <- w.measure(arg)
				end()
			}()
		})
		return errors.Join(ui.Run(ctx, application, options), <-measured)
	}
	if err := ui.Run(ctx, test.NewApp(), options); err != nil {
		return err
	}
	return w.measure(arg)
}

// on runs f on the window's thread and waits until all it asked for has come. It
// returns how long that thread worked, where this goroutine is that thread.
func (w *shownWindow) on(f func()) time.Duration {
	if w.isReal {
		fyne.DoAndWait(f)
		return w.stage.settle()
	}
	start := time.Now()
	f()
	return time.Since(start) + w.stage.settle()
}

func (w *shownWindow) measure(arg string) error {
	w.stage.settle()
	if w.desk == nil {
		return errors.New("the workspace did not open in the window")
	}
	w.on(func() { w.desk.Shell.Canvas().Content().Refresh() })
	var err error
	switch arg {
	case rehearsalArg:
		err = w.rehearse()
	case tourArg:
		w.tour()
	}
	w.open(desk.PageToday) // where the next start is to begin
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(w.said))
}

func (w *shownWindow) open(page string) { w.on(func() { w.desk.Shell.Open(kit.Route{Page: page}) }) }

// frames is how many frames are scrolled in each direction.
const frames = 1500

// rehearse scrolls and searches on the test driver.
func (w *shownWindow) rehearse() error {
	w.open(desk.PagePeople)
	took, err := w.scroll()
	if err != nil {
		return err
	}
	w.said.List = took
	w.open(desk.PageConversations)
	if took, err = w.scroll(); err != nil {
		return err
	}
	w.said.Timeline = took
	return w.search()
}

// scroll scrolls the first list of the page downwards, goes to its end, and
// scrolls upwards from there.
func (w *shownWindow) scroll() (took []time.Duration, err error) {
	lists := listsIn(w.desk.Window.Canvas().Content())
	if len(lists) == 0 {
		return nil, errors.New("there is no list on the page")
	}
	list := lists[0]
	for _, way := range []struct {
		from fyne.KeyName
		by   float64
	}{{fyne.KeyHome, 140}, {fyne.KeyEnd, -140}} {
		w.on(func() { list.TypedKey(&fyne.KeyEvent{Name: way.from}) })
		for range frames {
			took = append(took, w.on(func() { list.ScrollBy(way.by) }))
		}
	}
	return took, nil
}

// search types names into the palette.
func (w *shownWindow) search() error {
	b := bench{ctx: context.Background()}
	people, err := somePeople(&b, w.desk.Workspace, 2000)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	w.said.Slow = [2]slowest{{}, {}}
	canvas, showPalette := w.desk.Window.Canvas(), palette.New(w.desk)
	for range 100 {
		w.on(showPalette)
		name := []rune(people[random.IntN(len(people))].Name)
		took := w.typed(string(name[:min(len(name), 12)]))
		w.said.Palette = append(w.said.Palette, took...)
		for i := range took {
			w.said.Slow[0].add(fmt.Sprint(i+1, " letters"), took[i])
		}
		w.on(func() { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) })
	}
	for range 5 {
		for _, filter := range filtersTyped {
			w.on(showPalette)
			took := w.typed(filter)
			w.said.Filters = append(w.said.Filters, took...)
			for i, runes := 0, []rune(filter); i < len(took); i++ {
				w.said.Slow[1].add(string(runes[:i+1]), took[i])
			}
			w.on(func() { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) })
		}
	}
	return nil
}

// filtersTyped are what is typed to narrow people down: whom nearly all fit and
// whom nearly none, alone and together with others and with words.
var filtersTyped = []string{
	"schweigt:>90t m", "schweigt:nie", "fehlt:mail", "fehlt:firma anna", "betreut:ich", "betreut:niemand schweigt:>1j",
	"rhythmus:überfällig", "rolle:multiplikator", "schlagwort:messe schweigt:>60t", "community:kunden rhythmus:überfällig",
	"in:partner schlagwort:vip schi", "firma:nord",
}

// typed types a text and returns how long each of its keys took.
func (w *shownWindow) typed(text string) (took []time.Duration) {
	canvas := w.desk.Window.Canvas()
	for _, r := range text {
		start := time.Now()
		w.on(func() { canvas.Focused().TypedRune(r) })
		took = append(took, time.Since(start))
	}
	return took
}

// pagesOfTour is how many pages of a list are turned before it is asked for its
// end, and after.
const pagesOfTour = 60

// restAfterKeys is how long the keys are let go of before others are pressed.
const restAfterKeys = 500 * time.Millisecond

// tour opens every page, turns the pages of every list on it, goes to its end
// and opens what stands there.
func (w *shownWindow) tour() {
	w.note("start")
	for _, page := range w.desk.Shell.Pages() {
		w.open(page)
		var lists []*kit.List
		w.on(func() { lists = listsIn(w.desk.Window.Canvas().Content()) })
		for _, list := range lists {
			w.press(list, fyne.KeyPageDown, pagesOfTour)
			w.rest()
			w.press(list, fyne.KeyEnd, 1)
			w.rest()
			w.press(list, fyne.KeyPageUp, pagesOfTour)
			w.rest()
		}
		w.note(page)
	}
}

// rest waits until what stands where the keys ended is shown as well: beside a
// list it is, once they are let go of.
func (w *shownWindow) rest() {
	time.Sleep(restAfterKeys)
	w.stage.settle()
}

func (w *shownWindow) press(list *kit.List, key fyne.KeyName, times int) {
	for range times {
		w.on(func() { list.TypedKey(&fyne.KeyEvent{Name: key}) })
	}
}

func (w *shownWindow) note(page string) {
	w.said.Memory = append(w.said.Memory, place{Page: page, All: residentMemory("VmRSS:"), Own: residentMemory("RssAnon:")})
}

// listsIn are the lists in sight below an object, in the order of drawing.
func listsIn(object fyne.CanvasObject) (lists []*kit.List) {
	if object == nil || !object.Visible() {
		return nil
	}
	var within []fyne.CanvasObject
	switch object := object.(type) {
	case *kit.List:
		return []*kit.List{object}
	case *fyne.Container:
		within = object.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(object).Objects()
	}
	for _, part := range within {
		lists = append(lists, listsIn(part)...)
	}
	return lists
}

// memoryTrail says how memory grew from page to page.
func memoryTrail(places []place) string {
	var trail []string
	for _, p := range places {
		trail = append(trail, fmt.Sprintf("%s %d", p.Page, p.All>>20))
	}
	return strings.Join(trail, ", ")
}
