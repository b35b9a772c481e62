package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/eventstore/esdb/server"
	"kontor/workspace"
)

// How much is moved: a workspace whose ledger is about that long.
const (
	pushEvents = 10_000
	pullEvents = 100_000
	pushRounds = 21 // the middle one of their ratios counts
	pullRounds = 11 // the middle one of their ratios counts
	viewRounds = 3  // the best of these is told
	phrase     = "über allen Gipfeln ist Ruh"
)

// teamBench is a server with a workspace that is shared over it.
type teamBench struct {
	*bench
	server *server.Server
	dir    string
}

// measureTeam holds sharing to its budgets. The server runs in this process, in
// memory, and speaks TLS as a team's does. The bare client moves the same bytes
// in the same batches over the same server in the same run. Who pulls, Kontor or
// the bare client, is another process, a new one each time.
func (b *bench) measureTeam() error {
	// No key store of the desktop shall be asked.
	os.Setenv(eventstore.KeyPlaceVariable, string(eventstore.KeyInFile))
	os.Setenv(workspace.PasswordVariable, server.AdminPassword)
	for _, measure := range []func(teamBench) error{teamBench.push, teamBench.pull, teamBench.asleep, teamBench.stalled, teamBench.openOffline} {
		err := b.withServer(measure)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) withServer(measure func(teamBench) error) (err error) {
	s, err := server.Start(server.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	dir, err := os.MkdirTemp(b.dir, "team-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return measure(teamBench{b, s, dir})
}

// filled opens a workspace with about as many events.
func (b teamBench) filled(name string, events int) (*workspace.Workspace, error) {
	dir := filepath.Join(b.dir, name)
	if err := b.prepare(dir, events/10, events*36/100); err != nil {
		return nil, err
	}
	return b.open(dir)
}

func (b teamBench) ledgerOf(w *workspace.Workspace) string { return fmt.Sprintf("kontor-%s-1", w.ID()) }

// push: what a workspace needs to bring 10,000 events to the server, keys and
// all, at most 1.5 times what the bare client needs.
func (b teamBench) push() error {
	w, err := b.filled("push", pushEvents)
	if err != nil {
		return err
	}
	defer w.Close()
	var whole, bare []time.Duration
	events := 0
	for range pushRounds {
		if _, err := w.ConnectTeam(b.ctx, b.reached(), phrase); err != nil {
			return err
		}
		start := time.Now()
		if err := w.SyncNow(b.ctx); err != nil {
			return err
		}
		whole = append(whole, time.Since(start))
		all, _, err := bareRead(b.ctx, b.server.Address(), b.server.CAPEM(), b.ledgerOf(w))
		if err != nil {
			return err
		}
		events = len(all)
		took, err := bareAppend(b.ctx, b.server.Address(), b.server.CAPEM(), all)
		if err != nil {
			return err
		}
		bare = append(bare, took)
		if err := w.LeaveTeam(b.ctx); err != nil {
			return err
		}
		if err := b.server.RestartEmpty(); err != nil {
			return err
		}
	}
	fast, limit := slices.Min(whole), slices.Min(bare)
	b.budgetOfPairs("team-push", whole, bare, 1.5, "%s for %d events (%.0f/s), bare client %s",
		fast, events, perSecond(events, fast), limit)
	return nil
}

// budgetOfPairs holds the middle one of the ratios of two measurements that took
// turns to a budget: what else the machine does moves both of a pair, and the
// fastest of each need not have met the same.
func (b teamBench) budgetOfPairs(name string, whole, bare []time.Duration, limit float64, format string, args ...any) {
	ratios := make([]float64, len(whole))
	for i := range whole {
		ratios[i] = ratio(whole[i], bare[i])
	}
	slices.Sort(ratios)
	n := len(ratios)
	b.budget(name, ratios[n/2], limit, "the middle one of %d pairs, the half of them %.3f to %.3f; the fastest of each %.3f: "+format,
		append([]any{n, ratios[n/4], ratios[3*n/4], ratio(slices.Min(whole), slices.Min(bare))}, args...)...)
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

func perSecond(events int, took time.Duration) float64 { return float64(events) / took.Seconds() }

// pull: what a new laptop needs to fetch 100,000 events into its ledger, with
// keys, at most 1.5 times what the bare client needs to read them. Opening it
// for the first time, which makes the read models, is told beside it.
func (b teamBench) pull() error {
	w, err := b.filled("anna", pullEvents)
	if err != nil {
		return err
	}
	ledger := b.ledgerOf(w)
	upload, err := b.share(w)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	var whole, views, bare []time.Duration
	var events int
	var inserts time.Duration // bare, the fastest
	for i := range pullRounds {
		if i < viewRounds {
			rows, err := rawInserts(b.dir, pullEvents)
			if err != nil {
				return err
			}
			if took := time.Duration(pullEvents / rows * float64(time.Second)); i == 0 || took < inserts {
				inserts = took
			}
		}
		alone, err := b.send(errand{Stream: ledger})
		if err != nil {
			return err
		}
		events, bare = alone.Events, append(bare, alone.Took)
		joined, err := b.send(errand{Dir: filepath.Join(b.dir, fmt.Sprint("joined-", i))})
		if err != nil {
			return err
		}
		whole = append(whole, joined.Took)
		if i < viewRounds {
			took, err := b.firstViews(joined.Dir)
			if err != nil {
				return err
			}
			views = append(views, took)
		}
		if err := os.RemoveAll(joined.Dir); err != nil {
			return err
		}
	}
	fast, models, limit := slices.Min(whole), slices.Min(views), slices.Min(bare)
	b.budgetOfPairs("team-pull", whole, bare, 1.5, "into the ledger: %s for %d events (%.0f/s), bare client %s, bare inserts of as many rows %s: "+
		"both one after the other %.2f, at once on two free cores not below %.2f",
		fast, events, perSecond(events, fast), limit, inserts, ratio(limit+inserts, limit), ratio(max(limit, inserts), limit))
	fmt.Printf("told   %-24s ratio %.3f   (%s: the ledger, then the read models in %s)\n",
		"team-pull-with-views", ratio(fast+models, limit), fast+models, models)
	fmt.Printf("told   %-24s %s for %d events (%.0f/s)\n", "team-first-upload", upload, events, perSecond(events, upload))
	return nil
}

// share brings a workspace to the server, and returns how long that took.
func (b teamBench) share(w *workspace.Workspace) (time.Duration, error) {
	if _, err := w.ConnectTeam(b.ctx, b.reached(), phrase); err != nil {
		return 0, err
	}
	start := time.Now()
	err := w.SyncNow(b.ctx)
	return time.Since(start), err
}

// firstViews opens a workspace for the first time, which makes its read models,
// and returns how long that took.
func (b teamBench) firstViews(dir string) (time.Duration, error) {
	start := time.Now()
	w, err := b.open(dir)
	if err != nil {
		return 0, err
	}
	_, err = w.Views().Counts(b.ctx)
	took := time.Since(start)
	return took, errors.Join(err, w.Close())
}

// asleep tells how long a laptop needs that comes back after a week: 10,000
// events came in, and 200 commands of its own are not shared.
func (b teamBench) asleep() error {
	w, err := b.filled("anna", pushEvents)
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := w.ConnectTeam(b.ctx, b.reached(), phrase); err != nil {
		return err
	}
	if err := w.SyncNow(b.ctx); err != nil {
		return err
	}
	dir := filepath.Join(b.dir, "bert")
	if _, err := b.send(errand{Dir: dir}); err != nil {
		return err
	}
	sleeper, err := b.open(dir)
	if err != nil {
		return err
	}
	defer sleeper.Close()
	if err := sleeper.AddMyself(b.ctx, domain.Name{Given: "Bert"}); err != nil {
		return err
	}
	people, err := somePeople(b.bench, w, 200)
	if err != nil {
		return err
	}
	if _, err := w.LogAll(b.ctx, "bench", nil, conversations(w, people, 10_000)); err != nil {
		return err
	}
	if err := w.SyncNow(b.ctx); err != nil {
		return err
	}
	for i := range 200 {
		if _, err := sleeper.Do(b.ctx, logged(sleeper, people[i%len(people)].ID)); err != nil {
			return err
		}
	}
	start := time.Now()
	if err := sleeper.SyncNow(b.ctx); err != nil {
		return err
	}
	fmt.Printf("told   %-24s %s, read models and push included (%d need attention)\n",
		"team-week-asleep", time.Since(start), sleeper.TeamStatus().Attention)
	return nil
}

func logged(w *workspace.Workspace, person domain.ID) domain.LogConversation {
	return domain.LogConversation{
		Conversation: w.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelCall, Direction: domain.DirectionMutual, People: []domain.ID{person},
			Ours: []domain.ID{w.Me()}, When: domain.Moment{At: time.Now(), Precision: domain.PrecisionMinute},
			Origin: domain.Origin{How: domain.OriginLog},
		},
		Words: domain.ConversationWords{
			Text: "Will die Dokumentation auf Deutsch. Der Pilot läuft gut, zwei weitere Häuser fragen an.",
			Tags: []string{"docs", "pilot"},
		},
	}
}

// stalled: a conversation is logged as fast in a workspace whose server hangs
// as in one without a team. Both are done in turn, in several pairs of workspaces:
// of two files with the same content one can be quicker by a tenth for as long as
// it is open, whichever it is.
func (b teamBench) stalled() error {
	const pairs, rounds = 5, 400
	var ratios []float64
	var alone, shared []time.Duration
	for range pairs {
		var without, with []time.Duration
		err := b.withServer(func(b teamBench) (err error) {
			without, with, err = b.stalledPair(rounds)
			return err
		})
		if err != nil {
			return err
		}
		ratios = append(ratios, ratio(median(with), median(without)))
		alone, shared = append(alone, without...), append(shared, with...)
	}
	slices.Sort(ratios)
	b.budget("team-stalled", ratios[pairs/2], 1.1, "the middle one of %d pairs, %.3f to %.3f; median %s, without a team %s; p99 %s and %s; slowest %s and %s",
		pairs, ratios[0], ratios[pairs-1], median(shared), median(alone), percentile(shared, 99), percentile(alone, 99), slices.Max(shared), slices.Max(alone))
	return nil
}

// stalledPair gives what a conversation took in a workspace without a team and in
// one whose server hangs.
func (b teamBench) stalledPair(rounds int) (alone, shared []time.Duration, err error) {
	both, err := b.pair()
	if err != nil {
		return nil, nil, err
	}
	defer both.close()
	release := b.server.Stall()
	defer release()
	both.team.KeepShared()
	for i := range rounds {
		turn := []struct {
			w     *workspace.Workspace
			times *[]time.Duration
		}{{both.solo, &alone}, {both.team, &shared}}
		if i%2 == 1 {
			slices.Reverse(turn)
		}
		for _, of := range turn {
			start := time.Now()
			if _, err := of.w.Do(b.ctx, logged(of.w, both.people[i%len(both.people)])); err != nil {
				return nil, nil, err
			}
			*of.times = append(*of.times, time.Since(start))
		}
	}
	return alone, shared, nil
}

// pair are two workspaces with the same content, one of them shared.
type pair struct {
	solo, team *workspace.Workspace
	people     []domain.ID
}

func (p pair) close() {
	p.solo.Close()
	p.team.Close()
}

func (b teamBench) pair() (p pair, err error) {
	if p.solo, err = b.filled("solo", pushEvents); err != nil {
		return p, err
	}
	dirs := [2]string{p.solo.Dir(), filepath.Join(b.dir, "team")}
	if err := errors.Join(p.solo.Close(), os.CopyFS(dirs[1], os.DirFS(dirs[0]))); err != nil {
		return p, err
	}
	if p.solo, err = b.open(dirs[0]); err != nil {
		return p, err
	}
	if p.team, err = b.open(dirs[1]); err != nil {
		return p, errors.Join(err, p.solo.Close())
	}
	rows, err := somePeople(b.bench, p.solo, 400)
	for _, row := range rows {
		p.people = append(p.people, row.ID)
	}
	if err == nil {
		_, err = p.team.ConnectTeam(b.ctx, b.reached(), phrase)
	}
	if err == nil {
		err = p.team.SyncNow(b.ctx)
	}
	if err != nil {
		p.close()
	}
	return p, err
}

// openOffline: a shared workspace whose server cannot be reached opens as fast
// as one of the same size without a team.
func (b teamBench) openOffline() error {
	const rounds = 25
	both, err := b.pair()
	if err != nil {
		return err
	}
	both.close()
	b.server.Stop()
	var alone, shared []time.Duration
	for range rounds {
		for _, of := range []struct {
			dir   string
			times *[]time.Duration
		}{{both.solo.Dir(), &alone}, {both.team.Dir(), &shared}} {
			start := time.Now()
			w, err := b.open(of.dir)
			if err != nil {
				return err
			}
			w.KeepShared()
			_, err = w.Views().Counts(b.ctx)
			if err == nil {
				_, err = somePeople(b.bench, w, 50)
			}
			*of.times = append(*of.times, time.Since(start))
			if err := errors.Join(err, w.Close()); err != nil {
				return err
			}
		}
	}
	b.budget("team-open-offline", ratio(median(shared), median(alone)), 1.1, "median %s, without a team %s: open, counts, first 50 people",
		median(shared), median(alone))
	return nil
}
