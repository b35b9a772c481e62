package projections

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kontor/domain"
)

// A town is a synthetic ledger: its events are computed from their positions.
// First come members, communities and organisations, then people, then
// conversations in the order of time.
type town struct {
	people, conversations int
}

const (
	townMembers     = 5
	townCommunities = 8
	townOrgs        = 2000
	townFirst       = townMembers + townCommunities + townOrgs
)

// size reads the size of the town from the environment, such as
// KONTOR_TOWN=100000x1000000.
func townOf(b testing.TB, people, conversations int) *town {
	if size := os.Getenv("KONTOR_TOWN"); size != "" {
		if _, err := fmt.Sscanf(size, "%dx%d", &people, &conversations); err != nil {
			b.Fatal(err)
		}
	}
	return &town{people: people, conversations: conversations}
}

func (t *town) head() int64 { return int64(townFirst + t.people*2 + t.conversations) }

func (t *town) Head(context.Context) (int64, error) { return t.head(), nil }

func townID(kind byte, n int) (id domain.ID) {
	binary.BigEndian.PutUint64(id[:], uint64(n)<<16)
	id[6], id[8], id[9] = 0x70, 0x80, kind
	binary.BigEndian.PutUint32(id[12:], uint32(n)*2654435761)
	return id
}

func (t *town) All(ctx context.Context, from int64) iter.Seq2[domain.Recorded, error] {
	return func(yield func(domain.Recorded, error) bool) {
		for p := from; p <= t.head(); p++ {
			if ctx.Err() != nil || !yield(t.at(p), nil) {
				return
			}
		}
	}
}

func (t *town) Load(_ context.Context, s domain.Stream) (recs []domain.Recorded, err error) {
	if s.Kind != domain.KindPerson {
		for p := range int64(townFirst) {
			if r := t.at(p + 1); r.Event.Stream() == s {
				recs = append(recs, r)
			}
		}
		return recs, nil
	}
	n := int64(binary.BigEndian.Uint64(s.ID[:]) >> 16)
	return []domain.Recorded{t.at(townFirst + n*2 + 1), t.at(townFirst + n*2 + 2)}, nil
}

var townStart = time.Date(2021, 1, 4, 8, 0, 0, 0, time.UTC)

// at computes the event at a position.
func (t *town) at(position int64) domain.Recorded {
	i := int(position - 1)
	r := domain.Recorded{Meta: domain.Meta{
		Position: position, EventID: townID('e', i), Version: 1, Actor: townID('m', i%townMembers), RecordedAt: townStart,
	}}
	rnd := rand.New(rand.NewPCG(uint64(position), 7))
	switch {
	case i < townMembers:
		r.Event = added(domain.KindMember, townID('m', i), domain.NameValue(domain.Name{Given: townWord(rnd), Family: "Mitglied"}))
	case i < townMembers+townCommunities:
		r.Event = added(domain.KindCommunity, townID('c', i-townMembers), domain.TextValue("Kreis "+strconv.Itoa(i)))
	case i < townFirst:
		r.Event = added(domain.KindOrganisation, townID('o', i-townMembers-townCommunities),
			domain.TextValue(strings.ToUpper(townName(rnd)[:1])+townName(rnd)+" GmbH"))
	case i < townFirst+2*t.people:
		n := (i - townFirst) / 2
		person := domain.Stream{Kind: domain.KindPerson, ID: townID('p', n)}
		if (i-townFirst)%2 == 0 {
			given, family := givenOf(rnd), townName(rnd)
			email, phone := townID('x', n), townID('y', n)
			r.Event = added(domain.KindPerson, person.ID, domain.NameValue(domain.Name{Given: given, Family: family}),
				domain.Change{Field: domain.PointField(email), Now: domain.PointValue(domain.ContactPoint{
					ID: email, Kind: domain.PointEmail, Value: given + "." + family + strconv.Itoa(n) + "@firma.example",
				})},
				domain.Change{Field: domain.PointField(phone), Now: domain.PointValue(domain.ContactPoint{
					ID: phone, Kind: domain.PointPhone, Value: "03643 " + strconv.Itoa(100000+n),
				})})
			break
		}
		r.Version = 2
		if n%2 == 0 {
			r.Event = bound(&domain.PersonJoinedCommunity{Community: townID('c', rnd.IntN(townCommunities))}, person)
		} else {
			r.Event = bound(&domain.PersonAffiliated{
				Affiliation: townID('a', n), Organisation: townID('o', rnd.IntN(townOrgs)),
				Sealed: domain.AffiliationSaid{Title: "Leitung"},
			}, person)
		}
	default:
		n := i - townFirst - 2*t.people
		at := townStart.Add(time.Duration(n) * 150 * time.Second)
		r.RecordedAt = at
		people := []domain.ID{townID('p', rnd.IntN(t.people))}
		if n%2 == 0 {
			people = append(people, townID('p', rnd.IntN(t.people)))
		}
		if n%20 == 0 {
			people[0] = townID('p', 0) // with whom we speak most
		}
		r.Event = bound(&domain.ConversationLogged{
			ConversationContent: domain.ConversationContent{
				Channel: domain.Channels[rnd.IntN(9)], Direction: directions[rnd.IntN(3)],
				When: domain.Moment{At: at, Precision: domain.PrecisionMinute}, Seconds: 60 * rnd.IntN(60),
				People: people, Ours: []domain.ID{r.Actor}, AnswerExpected: n%200 == 0,
			},
			Sealed: domain.ConversationWords{Subject: townWords(rnd, 3), Text: townWords(rnd, 18)},
		}, domain.Stream{Kind: domain.KindConversation, ID: townID('k', n)})
	}
	return r
}

func added(kind domain.Kind, id domain.ID, name *domain.Value, more ...domain.Change) domain.Event {
	e := &domain.RecordAdded{Sealed: domain.Described{Changes: append([]domain.Change{{Field: domain.FieldName, Now: name}}, more...)}}
	return bound(e, domain.Stream{Kind: kind, ID: id})
}

// bound says which record an event is about.
func bound(e domain.Event, s domain.Stream) domain.Event {
	switch e := e.(type) {
	case *domain.RecordAdded:
		e.Record = s
	case *domain.PersonJoinedCommunity:
		e.Record = s
	case *domain.PersonAffiliated:
		e.Record = s
	case *domain.ConversationLogged:
		e.Record = s
	}
	return e
}

var townGiven = strings.Fields(`Anna Bettina Clemens Dorothea Ernst Friedrich Gerda Heinrich Ilse Johann Karoline Ludwig
	Marianne Norbert Ottilie Paul Rahel Sophie Theodor Ulrike Viktor Wilhelmine Xaver Zacharias Jürgen Käthe`)

func givenOf(r *rand.Rand) string { return townGiven[r.IntN(len(townGiven))] }

var (
	townStarts = strings.Fields("Schil Goe Hum Wie Her Klei Brent Arn Gün Mey Bau Schmi Kra Leng Rich Stei Vul Hard Böh Möri")
	townEnds   = strings.Fields("ler the boldt land der st ano im derode er mann dt mer feld ter nbach pius enberg me ke hausen")
)

func townName(r *rand.Rand) string {
	name := townStarts[r.IntN(len(townStarts))] + townEnds[r.IntN(len(townEnds))]
	if r.IntN(3) == 0 {
		name += townEnds[r.IntN(len(townEnds))]
	}
	return name
}

var townSyllables = strings.Fields(`an be da ein fer ge halt in kon lich mit nach ord pro rück schu ten un ver wer zu bau gut
	land recht stel tung weis zeit dank form grün kraft merk plan spruch trag wort zahl`)

// townWord is a word of a vocabulary in which few words are frequent.
func townWord(r *rand.Rand) string {
	n := int(float64(60000) * r.Float64() * r.Float64() * r.Float64())
	word := ""
	for k := n + 40; k > 0; k /= len(townSyllables) {
		word += townSyllables[k%len(townSyllables)]
	}
	return word
}

func townWords(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = townWord(r)
	}
	return strings.Join(words, " ")
}

// batch computes the events from a position on.
func (t *town) batch(from int64, n int) []domain.Recorded {
	recs := make([]domain.Recorded, 0, n)
	for p := from; p < from+int64(n) && p <= t.head(); p++ {
		recs = append(recs, t.at(p))
	}
	return recs
}

// settled opens read models of a town in which nobody has spoken yet.
func (t *town) settled(b testing.TB) *Views {
	b.Helper()
	v, err := Open(ctx, b.TempDir()+"/views.db", &town{people: t.people}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := v.Rebuild(ctx, nil); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = v.Close() })
	return v
}

func BenchmarkApplyImport(b *testing.B) {
	t := townOf(b, 100_000, 100_000)
	for b.Loop() {
		b.StopTimer()
		v := t.settled(b)
		var batches [][]domain.Recorded
		for p := v.Position() + 1; p <= t.head(); p += 1000 {
			batches = append(batches, t.batch(p, 1000))
		}
		b.StartTimer()
		start, cpu := time.Now(), cpuTime()
		for _, recs := range batches {
			if err := v.Apply(ctx, recs); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(t.conversations)/time.Since(start).Seconds(), "conversations/s")
		b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(t.conversations), "cpu-µs/conversation")
	}
}

func BenchmarkApplyOne(b *testing.B) {
	t := townOf(b, 10_000, 1_000_000)
	v := t.settled(b)
	for b.Loop() {
		b.StopTimer()
		recs := t.batch(v.Position()+1, 1)
		b.StartTimer()
		if err := v.Apply(ctx, recs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRebuild(b *testing.B) {
	t := townOf(b, 10_000, 100_000)
	for b.Loop() {
		start := time.Now()
		dir := b.TempDir()
		if err := build(ctx, dir+"/views.db", t, t.head(), nil); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		b.ReportMetric(float64(t.head())/took.Seconds(), "events/s")
		b.StopTimer()
		bare := bareInserts(b, dir+"/views.db", dir+"/bare.db")
		b.ReportMetric(took.Seconds()/bare.Seconds(), "ratio-to-bare")
		info, _ := os.Stat(dir + "/views.db")
		b.ReportMetric(float64(info.Size())/float64(t.head()), "bytes/event")
		b.StartTimer()
	}
}

// bareInserts copies all rows of a file, full text included, into an empty one
// and makes its indexes, and says how long the inserts took.
func bareInserts(b *testing.B, from, to string) time.Duration {
	b.Helper()
	source, err := connect(from, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer source.Close()
	c, err := connect(to, 0, "journal_mode = OFF", "synchronous = OFF", "cache_size = -131072")
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	if err := makeTables(c); err != nil {
		b.Fatal(err)
	}
	took := time.Duration(0)
	for _, t := range bareTables(b, source) {
		took += copyRows(b, source, c, t)
	}
	start := time.Now()
	if err := makeIndexes(c); err != nil {
		b.Fatal(err)
	}
	return took + time.Since(start)
}

func bareTables(b *testing.B, c *conn) (tables []string) {
	err := c.q(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'talk_%' AND name NOT LIKE 'words_%'
		AND name NOT LIKE 'sqlite_%'`).each(func(r rowOf) error {
		tables = append(tables, r.ColumnText(0))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return tables
}

// percentiles gives the median and the 99th percentile.
func percentiles(durations []time.Duration) (median, p99 time.Duration) {
	slices.Sort(durations)
	return durations[len(durations)/2], durations[len(durations)*99/100]
}
