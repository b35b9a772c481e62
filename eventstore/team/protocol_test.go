package team

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore/esdb"
	"kontor/eventstore/esdb/server"
	"kontor/eventstore/shared"
)

// started is a server that speaks the real protocol, and how to dial it.
func started(t testing.TB, o server.Options) (*server.Server, shared.Dialer) {
	t.Helper()
	srv, err := server.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { srv.Close() })
	return srv, esdb.Dialer(esdb.Config{
		Address: srv.URL(), Username: server.AdminUser, Password: server.AdminPassword,
		CAFile: srv.CAFile(), AllowInsecure: srv.CAFile() == "",
	})
}

func TestATeamOverTheRealProtocol(t *testing.T) {
	srv, dial := started(t, server.Options{})
	onTheServer(t, dial, func() { srv.DropReplies(1) }, func() {
		if err := srv.Restart(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestATeamOnEventStoreDB runs on a real server: make test-eventstoredb.
func TestATeamOnEventStoreDB(t *testing.T) {
	address := os.Getenv("EVENTSTOREDB_URL")
	if address == "" {
		t.Skip("EVENTSTOREDB_URL names no server")
	}
	a, err := esdb.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	onTheServer(t, esdb.Dialer(esdb.Config{
		Address: a.Server, Username: a.Username, Password: a.Password, CAFile: os.Getenv("EVENTSTOREDB_CA"), AllowInsecure: true,
	}), nil, nil)
}

// onTheServer lets a team work over a server that loses a reply and is started
// again, if it can be made to.
func onTheServer(t *testing.T, dial shared.Dialer, loseReply, restart func()) {
	c := &clock{at: time.Now()}
	open := func(name string) *laptop {
		l := newLaptop(t, nil, c, name)
		l.dialer = dial
		return l
	}
	anna := open("anna").found()
	goethe := anna.person("Goethe")
	letter := randomBytes(7, 2*chunkSize+5)
	talk, address := attach(anna, goethe, letter)
	anna.round()

	join := func(l *laptop) *laptop {
		log := l.dial()
		defer log.Close()
		offer, err := LookFor(ctx, log, anna.ledger.Workspace())
		if err == nil {
			err = l.joinOffer(ctx, log, offer)
		}
		if err != nil {
			t.Fatal(err)
		}
		return l.open()
	}
	ben := join(open("ben"))
	ben.round()
	if got, err := read(ben, address); err != nil || !bytes.Equal(got, letter) {
		t.Errorf("the letter has %d bytes, %v", len(got), err)
	}
	if loseReply != nil {
		anna.called("mit verlorener Antwort", goethe)
		loseReply()
		if err := anna.syncer.Round(ctx); !errors.Is(err, shared.ErrInDoubt) && !errors.Is(err, shared.ErrOffline) {
			t.Errorf("the reply was lost: %v", err)
		}
	}
	ben.change(goethe, domain.FieldNote, "von Ben")
	ben.round()
	if restart != nil {
		restart()
	}
	anna.change(goethe, domain.FieldNote, "von Anna")
	rounds(anna, ben)
	alike(t, anna, ben)
	if len(anna.attention()) != 1 {
		t.Errorf("%d need attention", len(anna.attention()))
	}
	anna.do(domain.Batch{Title: "erase-person", Parts: []domain.Command{
		domain.EraseConversation{Conversation: talk.ID}, domain.Erase{Person: goethe.ID},
	}})
	facts(ben, 2*shared.MaxEvents+1)
	rounds(anna, ben, anna)
	alike(t, anna, ben, join(open("cara")))
}

// The engine beside the bare client: the same bytes over the same server.
func BenchmarkPush(b *testing.B) { benchmarkTransfer(b, 10_000, 0) }

func BenchmarkPull(b *testing.B) { benchmarkTransfer(b, 0, 100_000) }

func benchmarkTransfer(b *testing.B, push, pull int) {
	c := newClock()
	_, dial := started(b, server.Options{})
	anna := newLaptop(b, nil, c, "anna")
	anna.dialer = dial
	anna.begin()
	for range (push + pull) / 100 {
		facts(anna, 100)
	}
	anna.share()
	if push > 0 {
		began := time.Now()
		anna.round()
		b.ReportMetric(time.Since(began).Seconds(), "s/push")
		b.ReportMetric(bare(b, dial, anna, true).Seconds(), "s/bare-push")
		return
	}
	anna.round()
	ben := newLaptop(b, nil, c, "ben")
	ben.dialer = dial
	began := time.Now()
	if err := ben.tryJoin(ctx); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/pull")
	b.ReportMetric(bare(b, dial, anna, false).Seconds(), "s/bare-pull")
}

// bare moves the events of a laptop with the client alone.
func bare(b *testing.B, dial shared.Dialer, l *laptop, push bool) time.Duration {
	b.Helper()
	began := time.Now()
	log, err := dial(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	dialled := time.Since(began)
	var all []shared.Event
	for {
		page, err := log.Read(ctx, l.stream(), int64(len(all)), pageSize)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, page...)
		if len(page) < pageSize {
			break
		}
	}
	if !push {
		return time.Since(began)
	}
	began = time.Now()
	stream := fmt.Sprint("bare-", newID())
	for at := 0; at < len(all); {
		to, size := at, 0
		for to < len(all) && to-at < shared.MaxEvents && size+all[to].Size() <= shared.MaxAppend {
			size += all[to].Size()
			to++
		}
		if _, err := log.Append(ctx, stream, int64(at)-1, all[at:to]); err != nil {
			b.Fatal(err)
		}
		at = to
	}
	return dialled + time.Since(began)
}
