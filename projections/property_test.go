package projections

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/domain"
)

// A story is a random course of events among few records.
type story struct {
	*rapid.T
	l                                                            *ledger
	people, orgs, communities, members, conversations, followUps []domain.ID
	commands, segments, needs                                    []domain.ID
}

func (s *story) pick(ids []domain.ID, label string) domain.ID {
	if len(ids) == 0 {
		return s.l.id()
	}
	return rapid.SampledFrom(ids).Draw(s.T, label)
}

func (s *story) some(ids []domain.ID, most int, label string) (list []domain.ID) {
	for range rapid.IntRange(0, most).Draw(s.T, label+" count") {
		list = append(list, s.pick(ids, label))
	}
	return list
}

var givenNames = []string{"Friedrich", "Charlotte", "Jürgen", "Ελένη", "محمد", "Zoë 🌻"}

var familyNames = []string{"Schiller", "Müller", "Mueller", "von Stein", "Παπαδοπούλου", "Cotta", ""}

var phrases = []string{"", "Doku", "will deutsche Doku", "Straße nach Weimar", "x\x00y", "Grüße an Müller", "δοκιμή"}

func (s *story) phrase() string { return rapid.SampledFrom(phrases).Draw(s.T, "phrase") }

func (s *story) day() domain.Day {
	return domain.DayOf(s.l.clock).Add(rapid.IntRange(-30, 30).Draw(s.T, "day"))
}

func (s *story) changes() (changes []domain.Change) {
	for range rapid.IntRange(0, 3).Draw(s.T, "changes") {
		switch rapid.IntRange(0, 5).Draw(s.T, "field") {
		case 0:
			changes = append(changes, s.l.point(domain.PointEmail, rapid.SampledFrom([]string{"a@x.example", "b@x.example"}).Draw(s.T, "mail")))
		case 1:
			changes = append(changes, s.l.point(domain.PointPhone, rapid.SampledFrom([]string{"0361 1234", "+49 361 1234"}).Draw(s.T, "phone")))
		case 2:
			changes = append(changes, domain.Change{Field: domain.FieldNote, Now: domain.TextValue(s.phrase())})
		case 3:
			tag := rapid.SampledFrom([]string{"docs", "vip"}).Draw(s.T, "tag")
			changes = append(changes, domain.Change{Field: domain.TagField(tag), Now: domain.TextValue(tag)})
		case 4:
			changes = append(changes, domain.Change{Field: domain.UIDField("u1"), Now: domain.TextValue("u1")})
		case 5:
			number := float64(rapid.IntRange(-1, 1).Draw(s.T, "number"))
			changes = append(changes, domain.Change{Field: domain.CustomField(domain.None), Now: &domain.Value{Number: &number}})
		}
	}
	return changes
}

func (s *story) name() *domain.Value {
	return domain.NameValue(domain.Name{
		Given:  rapid.SampledFrom(givenNames).Draw(s.T, "given"),
		Family: rapid.SampledFrom(familyNames).Draw(s.T, "family"),
	})
}

func (s *story) content() (domain.ConversationContent, domain.ConversationWords) {
	zone := time.FixedZone("", rapid.SampledFrom([]int{0, 3600, -5 * 3600, 3208}).Draw(s.T, "zone"))
	c := domain.ConversationContent{
		Channel:   rapid.SampledFrom([]string{domain.ChannelCall, domain.ChannelMail, domain.ChannelNote, "own-1", "own-2"}).Draw(s.T, "channel"),
		Direction: rapid.SampledFrom(directions).Draw(s.T, "direction"),
		When:      domain.Moment{At: s.l.clock.Add(time.Duration(rapid.IntRange(-900, 20).Draw(s.T, "hours")) * time.Hour).In(zone)},
		People:    s.some(s.people, 3, "people"), Ours: s.some(s.members, 2, "ours"),
		Organisations: s.some(s.orgs, 1, "organisations"), Mentions: s.some(s.people, 1, "mentions"),
		Seconds:        rapid.IntRange(0, 2).Draw(s.T, "seconds") * 60,
		AnswerExpected: rapid.Bool().Draw(s.T, "answer"),
	}
	if rapid.Bool().Draw(s.T, "stray") {
		c.People = append(c.People, s.l.id()) // somebody whom this ledger does not know
	}
	if rapid.Bool().Draw(s.T, "felt") {
		sentiment := rapid.IntRange(-2, 2).Draw(s.T, "sentiment")
		c.Sentiment = &sentiment
	}
	if rapid.IntRange(0, 4).Draw(s.T, "answers") == 0 {
		c.Answers = s.pick(s.conversations, "answered")
	}
	w := domain.ConversationWords{Subject: s.phrase(), Text: s.phrase(), Place: s.phrase()}
	if rapid.Bool().Draw(s.T, "tagged") {
		w.Tags = []string{"docs"}
	}
	return c, w
}

func (s *story) plan() domain.FollowUpPlan {
	p := domain.FollowUpPlan{
		Due: s.day(), For: s.pick(s.members, "for"), People: s.some(s.people, 2, "about"), Organisations: s.some(s.orgs, 1, "at"),
	}
	if rapid.Bool().Draw(s.T, "followed") {
		p.Conversation = s.pick(s.conversations, "from")
	}
	return p
}

func (s *story) record() domain.Stream {
	switch rapid.IntRange(0, 7).Draw(s.T, "kind") {
	case 7:
		return domain.Stream{Kind: domain.KindNeed, ID: s.pick(s.needs, "need")}
	case 0:
		return domain.Stream{Kind: domain.KindPerson, ID: s.pick(s.people, "person")}
	case 1:
		return domain.Stream{Kind: domain.KindOrganisation, ID: s.pick(s.orgs, "organisation")}
	case 2:
		return domain.Stream{Kind: domain.KindCommunity, ID: s.pick(s.communities, "community")}
	case 3:
		return domain.Stream{Kind: domain.KindMember, ID: s.pick(s.members, "member")}
	case 4:
		return domain.Stream{Kind: domain.KindConversation, ID: s.pick(s.conversations, "conversation")}
	case 5:
		return domain.Stream{Kind: domain.KindSegment, ID: s.pick(s.segments, "segment")}
	}
	return domain.Stream{Kind: domain.KindFollowUp, ID: s.pick(s.followUps, "follow-up")}
}

// merge makes one person of two, or two of one, or says that they are two.
func (s *story) merge() domain.Command {
	one, other := s.pick(s.people, "one"), s.pick(s.people, "other")
	switch rapid.IntRange(0, 4).Draw(s.T, "of the two") {
	case 0, 1:
		return domain.UnmergePerson{Person: other}
	case 2:
		return domain.TellApart{One: one, Other: other, Back: rapid.Bool().Draw(s.T, "back")}
	}
	return domain.MergePeople{Keep: one, Other: other, BothNotes: rapid.Bool().Draw(s.T, "both notes")}
}

// command is something that somebody might do next; most of it makes sense.
func (s *story) command() domain.Command {
	l := s.l
	switch rapid.IntRange(0, 31).Draw(s.T, "command") {
	case 0, 1:
		s.people = append(s.people, l.id())
		return domain.AddRecord{
			Record:  domain.Stream{Kind: domain.KindPerson, ID: s.people[len(s.people)-1]},
			Changes: append(s.changes(), domain.Change{Field: domain.FieldName, Now: s.name()}),
		}
	case 2:
		kind := rapid.SampledFrom([]domain.Kind{domain.KindOrganisation, domain.KindCommunity, domain.KindMember}).Draw(s.T, "kind")
		list, name := &s.orgs, domain.TextValue(rapid.SampledFrom(familyNames).Draw(s.T, "name")+" AG")
		switch kind {
		case domain.KindCommunity:
			list = &s.communities
		case domain.KindMember:
			list, name = &s.members, s.name()
		}
		*list = append(*list, l.id())
		return domain.AddRecord{
			Record:  domain.Stream{Kind: kind, ID: (*list)[len(*list)-1]},
			Changes: append(s.changes(), domain.Change{Field: domain.FieldName, Now: name}),
		}
	case 3, 4, 5, 6:
		s.conversations = append(s.conversations, l.id())
		content, words := s.content()
		return domain.LogConversation{Conversation: s.conversations[len(s.conversations)-1], Content: content, Words: words}
	case 7:
		content, words := s.content()
		return domain.CorrectConversation{Conversation: s.pick(s.conversations, "corrected"), Content: content, Words: words}
	case 8:
		return domain.SettleAnswer{Conversation: s.pick(s.conversations, "settled"), Await: rapid.Bool().Draw(s.T, "await")}
	case 9:
		s.followUps = append(s.followUps, l.id())
		return domain.PlanFollowUp{FollowUp: s.followUps[len(s.followUps)-1], Plan: s.plan(), Text: s.phrase()}
	case 10:
		return domain.ChangeFollowUp{FollowUp: s.pick(s.followUps, "changed"), Plan: s.plan(), Text: s.phrase()}
	case 11:
		as := rapid.SampledFrom([]domain.FollowUpState{domain.FollowUpDone, domain.FollowUpCancelled}).Draw(s.T, "as")
		if rapid.Bool().Draw(s.T, "reopen") {
			return domain.ReopenFollowUp{FollowUp: s.pick(s.followUps, "reopened")}
		}
		return domain.CloseFollowUp{FollowUp: s.pick(s.followUps, "closed"), As: as}
	case 12:
		return domain.JoinCommunity{
			Person: s.pick(s.people, "joining"), Community: s.pick(s.communities, "joined"),
			Roles: rapid.SampledFrom([][]string{nil, {"Fürsprecher"}}).Draw(s.T, "roles"),
		}
	case 13:
		return domain.LeaveCommunity{Person: s.pick(s.people, "leaving"), Community: s.pick(s.communities, "left")}
	case 14:
		return domain.Affiliate{Person: s.pick(s.people, "affiliated"), Affiliation: domain.Affiliation{
			ID: l.id(), Organisation: s.pick(s.orgs, "to"), Title: s.phrase(), Ended: rapid.Bool().Draw(s.T, "ended"),
		}}
	case 15:
		return domain.Relate{Person: s.pick(s.people, "one"), Relation: domain.Relation{
			ID: l.id(), Other: s.pick(s.people, "other"), Kind: domain.RelationFriend,
		}}
	case 16:
		record := domain.Stream{Kind: domain.KindPerson, ID: s.pick(s.people, "rhythm of")}
		if rapid.Bool().Draw(s.T, "of community") {
			record = domain.Stream{Kind: domain.KindCommunity, ID: s.pick(s.communities, "rhythm of")}
		}
		return domain.SetRhythm{Record: record, Rhythm: rapid.SampledFrom([]domain.Rhythm{-1, 0, 7, 30}).Draw(s.T, "rhythm")}
	case 17:
		if rapid.Bool().Draw(s.T, "snooze") {
			return domain.SnoozePerson{Person: s.pick(s.people, "snoozed"), Until: s.day()}
		}
		return domain.AssignOwner{
			Record: domain.Stream{Kind: domain.KindPerson, ID: s.pick(s.people, "owned")}, Member: s.pick(s.members, "owner"),
		}
	case 18:
		return domain.Archive{Record: s.record(), Back: rapid.Bool().Draw(s.T, "back")}
	case 19:
		return domain.Withdraw{Record: s.record(), Reason: s.phrase()}
	case 20:
		if len(s.commands) == 0 {
			return domain.Undo{}
		}
		return domain.Undo{Commands: []domain.ID{rapid.SampledFrom(s.commands).Draw(s.T, "undone")}, KeepChanged: true}
	case 21:
		return s.erasure()
	case 22:
		return s.segment()
	case 23:
		return s.raise()
	case 27, 28, 29, 30:
		return s.merge()
	case 24, 25, 26:
		return s.onNeed(s.pick(s.needs, "need"))
	}
	record := s.record()
	name := s.name()
	if record.Kind == domain.KindOrganisation || record.Kind == domain.KindCommunity {
		name = domain.TextValue(s.phrase() + " neu")
	}
	was, _ := state{l}.Load(record)
	change := domain.Change{Field: domain.FieldName, Now: name}
	if d := dossierOf(was); d != nil {
		change.Was = d.Get(domain.FieldName)
	}
	return domain.ChangeDetails{Record: record, Changes: append(s.changes(), change)}
}

// segment saves a choice of people, or gives one of them another name.
func (s *story) segment() domain.Command {
	if len(s.segments) == 0 || rapid.Bool().Draw(s.T, "new segment") {
		s.segments = append(s.segments, s.l.id())
	}
	return domain.DefineSegment{
		Segment: s.pick(s.segments, "segment"), Name: s.phrase() + " Kreis",
		Filter: domain.Filter{Rules: []domain.Rule{{About: domain.AboutTag, Op: domain.OpIs, Text: "docs"}}},
	}
}

func (s *story) voice() domain.Voice {
	v := domain.Voice{Person: s.pick(s.people, "voice"), Heard: domain.Moment{At: s.l.clock}}
	if rapid.Bool().Draw(s.T, "for an organisation") {
		v.Organisation = s.pick(s.orgs, "in the name of")
	}
	if rapid.Bool().Draw(s.T, "in a conversation") {
		v.Conversation = s.pick(s.conversations, "said in")
	}
	return v
}

func (s *story) raise() domain.Command {
	s.needs = append(s.needs, s.l.id())
	c := domain.RaiseNeed{
		Need: s.needs[len(s.needs)-1], Plan: domain.NeedPlan{For: s.pick(s.members, "for"), Due: s.day()},
		Words: domain.NeedWords{Title: "Anliegen " + s.phrase(), Text: s.phrase(), Tags: []string{"docs"}},
	}
	for range rapid.IntRange(0, 2).Draw(s.T, "voices") {
		c.Voices, c.Quotes = append(c.Voices, s.voice()), append(c.Quotes, s.phrase())
	}
	return c
}

// onNeed does something about a need.
func (s *story) onNeed(need domain.ID) domain.Command {
	answer := rapid.SampledFrom(domain.NeedAnswers).Draw(s.T, "answer")
	switch rapid.IntRange(0, 11).Draw(s.T, "of a need") {
	case 0:
		return domain.ReviseNeed{Need: need, Words: domain.NeedWords{Title: s.phrase() + " neu", Text: s.phrase()}}
	case 1:
		return domain.RouteNeed{Need: need, For: s.pick(s.members, "for")}
	case 2:
		return domain.ScheduleNeed{Need: need, Due: rapid.SampledFrom([]domain.Day{"", s.day()}).Draw(s.T, "due")}
	case 3, 4:
		return domain.AddVoice{Need: need, Voice: s.voice(), Quote: s.phrase()}
	case 5:
		return domain.RemoveVoice{Need: need, Person: s.pick(s.people, "voice")}
	case 6, 7:
		return domain.DecideNeed{Need: need, Answer: answer, Wording: s.phrase()}
	case 8:
		return domain.TakeTellingBack{Need: need, Person: s.pick(s.people, "voice")}
	case 9:
		if rapid.Bool().Draw(s.T, "reopen") {
			return domain.ReopenNeed{Need: need}
		}
		return domain.CloseNeed{Need: need, Reason: "Grund"}
	case 10:
		s.needs = append(s.needs, s.l.id())
		return domain.Batch{Parts: []domain.Command{
			domain.EraseNeed{Need: need},
			domain.RaiseNeed{
				Need: s.needs[len(s.needs)-1], Words: domain.NeedWords{Title: "▇▇▇"},
				Voices:   []domain.Voice{s.voice(), {Person: s.pick(s.people, "erased"), Erased: true, Heard: domain.Moment{At: s.l.clock}}},
				Standing: &domain.NeedStanding{Replaces: need, RaisedAt: s.l.clock, Decision: &domain.NeedDecision{Answer: answer, At: s.l.clock}},
			},
		}}
	}
	return domain.TellBack{Need: need, Person: s.pick(s.people, "voice")}
}

// erasure takes somebody out of the ledger, or out of the words of a
// conversation with others.
func (s *story) erasure() domain.Command {
	switch rapid.IntRange(0, 3).Draw(s.T, "erasure") {
	case 0:
		return domain.Erase{Person: s.pick(s.people, "erased")}
	case 1:
		return domain.EraseFollowUp{FollowUp: s.pick(s.followUps, "erased")}
	case 2:
		return domain.EraseConversation{Conversation: s.pick(s.conversations, "erased")}
	}
	old := s.pick(s.conversations, "redacted")
	s.conversations = append(s.conversations, s.l.id())
	content, words := s.content()
	content.Replaces = old
	return domain.Batch{Parts: []domain.Command{
		domain.LogConversation{Conversation: s.conversations[len(s.conversations)-1], Content: content, Words: words},
		domain.EraseConversation{Conversation: old},
	}}
}

func dossierOf(a domain.Aggregate) domain.Dossier {
	switch a := a.(type) {
	case *domain.Person:
		return a.Dossier
	case *domain.Organisation:
		return a.Dossier
	case *domain.Community:
		return a.Dossier
	case *domain.Member:
		return a.Dossier
	}
	return nil
}

// live lets commands happen; each batch of events is applied at once, as the
// program does it.
func (s *story) live(v *Views, commands int) {
	for range commands {
		recs, err := s.l.try(s.command())
		if err != nil || len(recs) == 0 {
			continue
		}
		s.commands = append(s.commands, recs[0].Command)
		if rapid.IntRange(0, 3).Draw(s.T, "apply now") > 0 {
			if err := v.Apply(ctx, recs); err != nil {
				s.Fatal(err)
			}
		}
		if rapid.IntRange(0, 3).Draw(s.T, "write meanwhile") == 0 {
			if err := v.writeMeanwhile(ctx, 1, 1, 1); err != nil {
				s.Fatal(err)
			}
		}
		if rapid.IntRange(0, 9).Draw(s.T, "forget") == 0 {
			if err := v.settled(); err != nil {
				s.Fatal(err)
			}
			v.writer.forget() // as after a restart
		}
	}
	if err := v.CatchUp(ctx, nil); err != nil {
		s.Fatal(err)
	}
}

func (s *story) mustEqualRebuild(v *Views, what string) {
	d, err := v.Check(ctx, nil)
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
	if !d.Equal() {
		mine, anew := differing(s, v, d.Table)
		s.Fatalf("%s: %v\nonly here: %q\nonly in the rebuild: %q", what, d, mine, anew)
	}
}

// differing lists the rows of a table that only one of the files has.
func differing(s *story, v *Views, table string) (mine, anew []string) {
	fresh := v.path + ".differing"
	defer func() { _ = removeDatabase(fresh) }()
	if err := build(ctx, fresh, s.l, v.Position(), nil); err != nil {
		s.Fatal(err)
	}
	other, err := connect(fresh, 0)
	if err != nil {
		s.Fatal(err)
	}
	defer other.Close()
	for _, c := range []*conn{v.writer.conn, other} {
		if err := c.script(vocabularies); err != nil {
			s.Fatal(err)
		}
	}
	i := slices.IndexFunc(compared, func(c comparison) bool { return c.name == table })
	read := func(c *conn) (rows []string) {
		if err := compared[i].rows(c, func(row string) error { rows = append(rows, row); return nil }); err != nil {
			s.Fatal(err)
		}
		return rows
	}
	mine, anew = read(v.writer.conn), read(other)
	only := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(row string) bool { return slices.Contains(b, row) })
	}
	return only(mine, anew), only(anew, mine)
}

// views begins read models of a ledger without events.
func (s *story) views(dir string) *Views {
	if err := removeDatabase(dir + "/views.db"); err != nil {
		s.Fatal(err)
	}
	v, err := Open(ctx, dir+"/views.db", s.l, Options{Readers: 1})
	if err == nil {
		err = v.Rebuild(ctx, nil)
	}
	if err != nil {
		s.Fatal(err)
	}
	return v
}

func TestApplyingEqualsRebuildingAlsoAfterRebase(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		s := &story{T: rt, l: l}
		v := s.views(dir)
		defer v.Close()
		s.live(v, rapid.IntRange(5, 40).Draw(rt, "commands"))
		s.mustEqualRebuild(v, "applied")

		from := rapid.Int64Range(0, int64(len(l.recs))).Draw(rt, "cut")
		touched := l.cut(from)
		s.commands = nil
		for range rapid.IntRange(0, 15).Draw(rt, "other commands") {
			recs, err := l.try(s.command())
			if err != nil {
				continue
			}
			for _, r := range recs {
				touched = append(touched, r.Event.Stream())
			}
		}
		// In any order, and some of them several times.
		if err := v.Refold(ctx, touched, int64(len(l.recs))); err != nil {
			rt.Fatal(err)
		}
		s.mustEqualRebuild(v, "after a rebase")
		s.live(v, rapid.IntRange(0, 10).Draw(rt, "later commands"))
		s.mustEqualRebuild(v, "applied after a rebase")
	})
}
