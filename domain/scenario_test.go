package domain

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"
)

// scenario reads as the domain speaks: given what happened, when a command is
// issued, then this follows from it.
type scenario struct {
	t      *testing.T
	ledger *memory
	last   ID // the last command
	events []Event
	err    error
}

func given(t *testing.T, events ...Event) *scenario {
	t.Helper()
	s := &scenario{t: t, ledger: newMemory()}
	for _, e := range events {
		s.ledger.record(s.ledger.issue(), e)
	}
	return s
}

func (s *scenario) when(c Command) *scenario {
	by := s.ledger.issue()
	s.last = by.Command
	s.events, s.err = c.Decide(s.ledger, by)
	if s.err == nil {
		s.ledger.record(by, s.events...)
	}
	return s
}

func (s *scenario) then(want ...Event) *scenario {
	s.t.Helper()
	if s.err != nil {
		s.t.Fatalf("unexpected: %v", s.err)
	}
	if got, want := asKept(s.events), asKept(want); !reflect.DeepEqual(got, want) {
		s.t.Fatalf("got  %v\nwant %v", got, want)
	}
	return s
}

func (s *scenario) nothing() *scenario { s.t.Helper(); return s.then() }

func (s *scenario) refused(code string) *scenario {
	s.t.Helper()
	if !RefusedWith(s.err, code) {
		s.t.Fatalf("got %v and %v, want the refusal %q", asKept(s.events), s.err, code)
	}
	return s
}

// asKept is events as they are kept, for comparing and printing.
func asKept(events []Event) []string {
	var all []string
	for _, e := range events {
		clear, _ := json.Marshal(e)
		sealed, _ := json.Marshal(e.Secret())
		all = append(all, fmt.Sprintf("%s %s %s %s", e.EventType(), e.Stream().ID, clear, sealed))
	}
	return all
}

// memory is a ledger in memory.
type memory struct {
	records  map[Stream]Aggregate
	history  []Recorded
	commands map[ID][]Recorded
	issued   int
}

func newMemory() *memory {
	return &memory{records: map[Stream]Aggregate{}, commands: map[ID][]Recorded{}}
}

func (m *memory) Load(s Stream) (Aggregate, error) {
	if a, ok := m.records[s]; ok {
		return a, nil
	}
	return nil, nil
}

func (m *memory) CommandEvents(command ID) ([]Recorded, error) { return m.commands[command], nil }

func (m *memory) issue() Issued {
	m.issued++
	return Issued{Command: id(1000 + m.issued), Actor: me, Device: id(99), At: morning.Add(time.Duration(m.issued) * time.Minute)}
}

func (m *memory) record(by Issued, events ...Event) {
	for i, e := range events {
		e = readBack(e)
		a := m.records[e.Stream()]
		if a == nil {
			a = NewAggregate(e.Stream().Kind)
			m.records[e.Stream()] = a
		}
		r := Recorded{Event: e, Meta: Meta{
			Position: int64(len(m.history) + 1), EventID: eventID(by.Command, i), Version: HeadOf(a).Version + 1, RecordedAt: by.At, OccurredAt: by.At,
			Actor: by.Actor, Device: by.Device, Command: by.Command, Causation: by.Causation,
		}}
		a.Apply(r)
		m.history = append(m.history, r)
		m.commands[by.Command] = append(m.commands[by.Command], r)
	}
}

// eventID is the id of the nth event of a command.
func eventID(command ID, n int) ID {
	command[0], command[1] = 0xe0, byte(n)
	return command
}

// readBack is the event as it comes out of a ledger.
func readBack(e Event) Event {
	clear, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	sealed, err := json.Marshal(e.Secret())
	if err != nil {
		panic(err)
	}
	read := NewEvent(e.EventType(), e.Stream())
	if read == nil {
		panic("nothing reads " + e.EventType())
	}
	if err := json.Unmarshal(clear, read); err != nil {
		panic(err)
	}
	if secret := read.Secret(); secret != nil {
		if err := json.Unmarshal(sealed, secret); err != nil {
			panic(err)
		}
	}
	return read
}

// id is an id that tests can name.
func id(n int) ID { return ID{6: 0x70, 8: 0x80, 14: byte(n >> 8), 15: byte(n)} }

// Who and what the tests speak about.
var (
	morning = time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC)

	me, herder               = id(1), id(2)
	goethe, schiller, unborn = id(11), id(12), id(13)
	cotta, merkur            = id(21), id(22)
	integrators              = id(31)
	call, answer             = id(41), id(42)
	draft                    = id(51)
	home                     = id(61)
	cards                    = id(71)
	wish                     = id(81)
)

var manual = Origin{How: OriginManual}

func person(i ID) Stream       { return Stream{KindPerson, i} }
func organisation(i ID) Stream { return Stream{KindOrganisation, i} }
func community(i ID) Stream    { return Stream{KindCommunity, i} }
func conversation(i ID) Stream { return Stream{KindConversation, i} }
func followUp(i ID) Stream     { return Stream{KindFollowUp, i} }

func need(i ID) Stream { return Stream{KindNeed, i} }

func needRaised(i ID, title string, voices ...ID) *NeedRaised {
	e := &NeedRaised{of: of{need(i)}, NeedPlan: NeedPlan{For: me, Origin: manual}, Sealed: NeedSaid{NeedWords: NeedWords{Title: title}}}
	for _, person := range voices {
		e.Voices = append(e.Voices, voiceOf(person))
	}
	return e
}

func voiceOf(person ID) Voice { return Voice{Person: person, Heard: Moment{morning, PrecisionMinute}} }

func set(f Field, now string) Change { return Change{Field: f, Now: TextValue(now)} }

func personAdded(i ID, family string, more ...Change) *RecordAdded {
	changes := append([]Change{{Field: FieldName, Now: NameValue(Name{Family: family})}}, more...)
	return &RecordAdded{of: of{person(i)}, Origin: manual, Sealed: Described{changes}}
}

func organisationAdded(i ID, name string) *RecordAdded {
	return &RecordAdded{of: of{organisation(i)}, Origin: manual, Sealed: Described{[]Change{set(FieldName, name)}}}
}

func communityAdded(i ID, name string) *RecordAdded {
	return &RecordAdded{
		of: of{community(i)}, Origin: manual, Taxonomy: CommunityIntegrators, Sealed: Described{[]Change{set(FieldName, name)}},
	}
}

func memberAdded(i ID, family string) *RecordAdded {
	return &RecordAdded{
		of: of{Stream{KindMember, i}}, Origin: manual,
		Sealed: Described{[]Change{{Field: FieldName, Now: NameValue(Name{Family: family})}}},
	}
}

func callWith(people ...ID) ConversationContent {
	return ConversationContent{
		Channel: ChannelCall, Direction: DirectionMutual, When: Moment{morning, PrecisionMinute}, People: people, Origin: manual,
	}
}

func callLogged(i ID, text string) *ConversationLogged {
	return &ConversationLogged{of: of{conversation(i)}, ConversationContent: callWith(goethe), Sealed: ConversationWords{Text: text}}
}

func planned(i ID, due Day) *FollowUpPlanned {
	return &FollowUpPlanned{
		of: of{followUp(i)}, FollowUpPlan: FollowUpPlan{Due: due, For: me, People: []ID{goethe}, Origin: manual},
		Sealed: FollowUpWords{Text: "Entwurf schicken"},
	}
}

func founded() *WorkspaceFounded {
	return &WorkspaceFounded{of: of{Stream{KindWorkspace, home}}, Sealed: Named{Name: "Weimar"}}
}
