package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"kontor/domain"
	"kontor/projections"
	"kontor/workspace"
)

// bulkConversations is how many conversations the bulk import brings.
const bulkConversations = 100_000

// measureBulk: bulk import of conversations, with projections and full text, at
// 30,000 a second or more where bare inserts run at 100,000: a ratio of at most
// 3.33. The bare inserts are measured before and after, since a machine that does
// other things as well is not equally fast at both times.
func (b *bench) measureBulk(dir string) error {
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	people, err := somePeople(b, w, 5000)
	if err != nil {
		return err
	}
	before, err := rawInserts(dir, 200_000)
	if err != nil {
		return err
	}
	start := time.Now()
	if _, err := w.LogAll(b.ctx, "bench", nil, conversations(w, people, bulkConversations)); err != nil {
		return err
	}
	if _, err := w.Views().Counts(b.ctx); err != nil { // which sees all of them
		return err
	}
	rate := bulkConversations / time.Since(start).Seconds()
	after, err := rawInserts(dir, 200_000)
	if err != nil {
		return err
	}
	raw := (before + after) / 2
	b.budget("bulk-import", raw/rate, 100_000.0/30_000, "%.0f conversations/s through the whole path, bare inserts %.0f rows/s", rate, raw)
	return nil
}

func conversations(w *workspace.Workspace, people []projections.PersonRow, count int) iter.Seq[domain.LogConversation] {
	return func(yield func(domain.LogConversation) bool) {
		at := time.Now().AddDate(-1, 0, 0)
		for i := range count {
			at = at.Add(5 * time.Minute)
			c := domain.LogConversation{
				Conversation: w.NewID(),
				Content: domain.ConversationContent{
					Channel: domain.Channels[i%9], Direction: domain.DirectionIncoming, Ours: []domain.ID{w.Me()},
					People: []domain.ID{people[i%len(people)].ID}, When: domain.Moment{At: at, Precision: domain.PrecisionMinute},
					Origin: domain.Origin{How: domain.OriginImport},
				},
				Words: domain.ConversationWords{Text: sentence(i), Tags: []string{"docs"}},
			}
			if !yield(c) {
				return
			}
		}
	}
}

// measureLog: a durable log of a conversation through the whole path at most
// twice a bare one-row commit. Both are measured in turn.
func (b *bench) measureLog(dir string) error {
	const rounds = 400
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	raw, err := rawDB(dir, "raw-commit.db", "FULL")
	if err != nil {
		return err
	}
	defer raw.Close()
	people, err := somePeople(b, w, rounds)
	if err != nil {
		return err
	}
	var bare, whole []time.Duration
	for i := range rounds {
		took, err := rawCommit(raw)
		if err != nil {
			return err
		}
		bare = append(bare, took)
		start := time.Now()
		_, err = w.Do(b.ctx, logged(w, people[i%len(people)].ID))
		if err != nil {
			return err
		}
		whole = append(whole, time.Since(start))
	}
	ratio := float64(median(whole)) / float64(median(bare))
	b.budget("log-conversation", ratio, 2, "median %s, bare commit %s, p99 %s", median(whole), median(bare), percentile(whole, 99))
	return nil
}

func somePeople(b *bench, w *workspace.Workspace, n int) ([]projections.PersonRow, error) {
	q := projections.PeopleQuery{Order: projections.PeopleByName}
	q.Limit = n
	return w.Views().People(b.ctx, q)
}

// startUpArg makes this program open a workspace, show its first pages and end.
const startUpArg = "start-up"

// startUpProcess opens a workspace as the window does and, once it has its first
// pages, prints how much memory is resident.
func startUpProcess(dir string) {
	b := bench{ctx: context.Background()}
	w, err := b.open(dir)
	if err == nil {
		_, err = w.Views().Counts(b.ctx)
	}
	if err == nil {
		_, err = somePeople(&b, w, 50)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(residentMemory("VmRSS:"))
	if err := w.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// residentMemory is the resident memory of this process in bytes, all of it
// (VmRSS:) or what does not come from files (RssAnon:); 0 where the system does
// not tell.
func residentMemory(what string) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, what); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// measureStartUp: start-up of the large workspace at most 1.2 times that of the
// small one; resident memory under 300 MB (here: without the window).
func (b *bench) measureStartUp(small, large string) error {
	const rounds = 9
	var few, many []time.Duration
	var memory int64
	for range rounds {
		for _, of := range []struct {
			dir   string
			times *[]time.Duration
		}{{small, &few}, {large, &many}} {
			took, resident, err := b.startUp(of.dir)
			if err != nil {
				return err
			}
			*of.times = append(*of.times, took)
			memory = max(memory, resident)
		}
	}
	b.budget("start-up", float64(median(many))/float64(median(few)), 1.2, "large %s, small %s: process start, open, counts, first 50 people", median(many), median(few))
	b.budget("memory-without-window", float64(memory)/(300<<20), 1, "%d MB of 300", memory>>20)
	return nil
}

// startUp starts a process and waits until it has its first pages.
func (b *bench) startUp(dir string) (time.Duration, int64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	run := exec.CommandContext(b.ctx, self, startUpArg, dir)
	run.Stderr = os.Stderr
	out, err := run.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	start := time.Now()
	if err := run.Start(); err != nil {
		return 0, 0, err
	}
	var resident int64
	_, err = fmt.Fscan(out, &resident)
	took := time.Since(start)
	if err := errors.Join(err, run.Wait()); err != nil {
		return 0, 0, fmt.Errorf("start up %s: %w", dir, err)
	}
	return took, resident, nil
}

// measureQueries: search as you type under 16 ms at the 99th percentile, the
// first page of a timeline under 1 ms.
func (b *bench) measureQueries(dir string) error {
	w, err := b.open(dir)
	if err != nil {
		return err
	}
	defer w.Close()
	people, err := somePeople(b, w, 2000)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	var typing, pages, lists []time.Duration
	typed := slowest{}
	for range 150 {
		name := []rune(people[random.IntN(len(people))].Name)
		for end := 1; end <= min(len(name), 12); end++ {
			start := time.Now()
			if _, err := w.Views().Search(b.ctx, string(name[:end]), 20, time.Now()); err != nil {
				return err
			}
			typing = append(typing, time.Since(start))
			typed.add(fmt.Sprint(end, " letters"), time.Since(start))
		}
	}
	for range 500 {
		of := domain.Stream{Kind: domain.KindPerson, ID: people[random.IntN(len(people))].ID}
		start := time.Now()
		if _, err := w.Views().Timeline(b.ctx, projections.TimelineQuery{Of: of, Limit: 30}); err != nil {
			return err
		}
		pages = append(pages, time.Since(start))
		start = time.Now()
		if _, err := w.Views().Timeline(b.ctx, projections.TimelineQuery{Limit: 30}); err != nil {
			return err
		}
		lists = append(lists, time.Since(start))
	}
	var days []time.Duration
	for range 50 {
		start := time.Now()
		if _, err := w.Today(b.ctx); err != nil {
			return err
		}
		days = append(days, time.Since(start))
	}
	boards, err := b.dashboards(w)
	if err != nil {
		return err
	}
	counts, err := b.segmentCounts(w)
	if err != nil {
		return err
	}
	typed.tell("search-by-length")
	b.budget("dashboard", median(boards).Seconds()*1000/50, 1, "median %s, p99 %s, four weeks", median(boards), percentile(boards, 99))
	b.budget("segment-count", percentile(counts, 99).Seconds()*1000/30, 1, "p99 %s, median %s, while building", percentile(counts, 99), median(counts))
	// The queue of the day grows with what is due, not with the ledger: it is
	// held to the budget of a page.
	b.budget("today-page", median(days).Seconds()*1000/50, 1, "median %s, p99 %s", median(days), percentile(days, 99))
	b.budget("search-as-you-type", percentile(typing, 99).Seconds()*1000/16, 1, "p99 %s, median %s", percentile(typing, 99), median(typing))
	b.budget("timeline-first-page", median(pages).Seconds()*1000, 1, "median %s, p99 %s, of a person", median(pages), percentile(pages, 99))
	b.budget("timeline-of-everything", median(lists).Seconds()*1000, 1, "median %s, p99 %s", median(lists), percentile(lists, 99))
	return nil
}
