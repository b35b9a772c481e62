package domain

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// update writes the golden file of an event type that has none yet. A file that
// is there is never changed: what it shows lies in somebody's ledger.
var update = flag.Bool("update", false, "write the golden files of new event types")

// kept is an event as the ledger keeps it: clear and sealed part.
type kept struct {
	Type     string          `json:"type"`
	Stream   Stream          `json:"stream"`
	Skeleton json.RawMessage `json:"skeleton"`
	Sealed   json.RawMessage `json:"sealed,omitempty"`
}

func keep(t *testing.T, e Event) kept {
	t.Helper()
	k := kept{Type: e.EventType(), Stream: e.Stream()}
	var err error
	if k.Skeleton, err = json.Marshal(e); err != nil {
		t.Fatal(err)
	}
	if secret := e.Secret(); secret != nil {
		if k.Sealed, err = json.Marshal(secret); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

func goldenFile(eventType string) string {
	return filepath.Join("testdata", "events", eventType+".json")
}

func TestEveryEventTypeIsReadAsItWasWritten(t *testing.T) {
	samples := samplesByType(t)
	for _, eventType := range EventTypes() {
		t.Run(eventType, func(t *testing.T) {
			sample, ok := samples[eventType]
			if !ok {
				t.Fatal("there is no sample of this type in eventSamples")
			}
			file, err := os.ReadFile(goldenFile(eventType))
			if os.IsNotExist(err) && *update {
				file = writeGolden(t, sample)
			} else if err != nil {
				t.Fatal(err)
			}
			var golden kept
			if err := json.Unmarshal(file, &golden); err != nil {
				t.Fatal(err)
			}
			checkDecoding(t, golden, sample)
			checkEncoding(t, golden, sample)
		})
	}
}

func writeGolden(t *testing.T, e Event) []byte {
	t.Helper()
	text, err := json.MarshalIndent(keep(t, e), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if err := os.WriteFile(goldenFile(e.EventType()), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return text
}

func checkDecoding(t *testing.T, golden kept, sample Event) {
	t.Helper()
	eventType, skeleton, sealed, err := Upcast(golden.Type, golden.Skeleton, golden.Sealed)
	if err != nil {
		t.Fatal(err)
	}
	e := NewEvent(eventType, golden.Stream)
	if e == nil {
		t.Fatalf("%s is not known", eventType)
	}
	if err := json.Unmarshal(skeleton, e); err != nil {
		t.Fatal(err)
	}
	if secret := e.Secret(); secret != nil {
		if err := json.Unmarshal(sealed, secret); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(e, sample) {
		t.Errorf("read   %+v\nsample %+v", e, sample)
	}
	if e.EventType() != golden.Type || e.Stream() != golden.Stream {
		t.Errorf("read as %s about %s", e.EventType(), e.Stream())
	}
}

func checkEncoding(t *testing.T, golden kept, sample Event) {
	t.Helper()
	now := keep(t, sample)
	for part, bytes := range map[string][2]json.RawMessage{
		"skeleton": {now.Skeleton, golden.Skeleton}, "sealed": {now.Sealed, golden.Sealed},
	} {
		if got, want := string(bytes[0]), compact(t, bytes[1]); got != want {
			t.Errorf("the %s is written as\n%s\nand was written as\n%s", part, got, want)
		}
	}
}

func compact(t *testing.T, text json.RawMessage) string {
	t.Helper()
	if text == nil {
		return ""
	}
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryGoldenFileIsOfATypeThatIsStillRead(t *testing.T) {
	files, err := filepath.Glob(goldenFile("*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		eventType := strings.TrimSuffix(filepath.Base(file), ".json")
		_, upcast := upcasters[eventType]
		if NewEvent(eventType, Stream{}) == nil && !upcast {
			t.Errorf("%s was persisted once and can no longer be read", eventType)
		}
	}
}

func TestNothingTypedStandsInTheSkeleton(t *testing.T) {
	for _, e := range eventSamples() {
		skeleton := string(keep(t, e).Skeleton)
		for _, word := range []string{"Goethe", "Weimar", "Cotta", "geheim", "Entwurf", "partner.csv"} {
			if strings.Contains(skeleton, word) {
				t.Errorf("%s shows %q to everyone who holds the log", e.EventType(), word)
			}
		}
	}
}

func samplesByType(t *testing.T) map[string]Event {
	t.Helper()
	samples := map[string]Event{}
	for _, e := range eventSamples() {
		if samples[e.EventType()] != nil {
			t.Fatalf("two samples of %s", e.EventType())
		}
		samples[e.EventType()] = e
	}
	return samples
}

// eventSamples has one event of every type, with every field filled.
func eventSamples() []Event {
	var all []Event
	stream := func(k Kind) of { return of{Stream{k, id(7)}} }
	for _, k := range Kinds {
		all = append(all,
			&RecordWithdrawn{of: stream(k), Sealed: Reasoned{"geheim"}}, &RecordReinstated{of: stream(k)}, &RecordErased{of: stream(k)})
	}
	for _, k := range Dossiers {
		added := &RecordAdded{of: stream(k), Origin: Origin{How: OriginImport, Import: cards}, Sealed: Described{sampleChanges(k)}}
		if k == KindCommunity {
			added.Taxonomy = CommunityDevelopers
		}
		all = append(all, added,
			&DetailsChanged{of: stream(k), Origin: manual, Sealed: Described{[]Change{{Field: FieldNote, Was: TextValue("Weimar"), Now: TextValue("Jena")}, {Field: "tag:x", Was: TextValue("x")}}}})
	}
	for _, k := range Archivable {
		all = append(all, &RecordArchived{of: stream(k)}, &RecordUnarchived{of: stream(k)})
	}
	for _, k := range Settleable {
		all = append(all, &ConflictSettled{of: stream(k), Command: id(8), Sealed: Answers{[]Answer{
			{Field: FieldNote, Keep: KeepMine, Mine: TextValue("Weimar"), Theirs: TextValue("geheim")},
			{Field: "tag:x", Keep: KeepTheirs, Mine: TextValue("x")},
		}}})
	}
	all = append(all, &DeviceNamed{of: stream(KindMember), Device: id(8), Sealed: Named{Name: "Weimar", Was: "Cotta"}})
	for _, k := range []Kind{KindPerson, KindCommunity} {
		all = append(all, &RhythmSet{of: stream(k), Rhythm: 30, Was: Never})
	}
	for _, k := range []Kind{KindPerson, KindOrganisation, KindCommunity} {
		all = append(all, &OwnerAssigned{of: stream(k), Member: me, Was: herder})
	}
	return append(all, specialSamples(stream)...)
}

func sampleChanges(k Kind) []Change {
	if k == KindOrganisation || k == KindCommunity {
		return []Change{set(FieldName, "Cotta"), set(FieldPurpose, "geheim"), set(FieldLegalName, "Cotta KG")}
	}
	number, yes := 3.5, true
	name := Name{
		Title: "Dr.", Given: "Johann", Middle: "Wolfgang", Particle: "von", Family: "Goethe", Suffix: "jun.",
		Phonetic: "Göte", Nickname: "Wolf", Former: "Goethé", Display: "J. W. Goethe",
	}
	return []Change{
		{Field: FieldName, Now: NameValue(name)},
		{Field: FieldBirthday, Now: DateValue(PartialDate{1749, 8, 28})},
		{Field: PointField(id(8)), Now: PointValue(ContactPoint{ID: id(8), Kind: PointIdentity, Label: "work", Service: "mastodon", Value: "@goethe", Preferred: true})},
		{Field: PointField(id(9)), Now: PointValue(ContactPoint{ID: id(9), Kind: PointAddress, Address: &Address{"Frauenplan 1", "Hof", "99423", "Weimar", "Thüringen", "DE"}})},
		{Field: CustomField(id(10)), Now: &Value{Number: &number}},
		{Field: CustomField(id(11)), Now: &Value{Yes: &yes}},
		{Field: FieldPhoto, Now: &Value{Attachment: &Attachment{Address: "ab12", Name: "geheim.jpg", Type: "image/jpeg", Size: 12}}},
	}
}

func specialSamples(stream func(Kind) of) []Event {
	p, c, f, w, i := stream(KindPerson), stream(KindConversation), stream(KindFollowUp), stream(KindWorkspace), stream(KindImport)
	place := Affiliation{ID: id(8), Organisation: cotta, From: PartialDate{2024, 3, 1}, To: PartialDate{2026, 1, 0}, Ended: true, Title: "geheim", Department: "Weimar"}
	friend := Relation{ID: id(9), Other: unborn, Kind: RelationFriend, Note: "Weimar"}
	said := AffiliationSaid{Title: "geheim", Department: "Weimar", Was: &place}
	roles := MembershipRole{Roles: []string{"geheim"}, WasRoles: []string{"Weimar"}, WasSince: "2026-02-03", Again: true}
	tone := -1
	content := ConversationContent{
		Channel: ChannelMail, Direction: DirectionIncoming, When: Moment{time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC), PrecisionDay},
		Seconds: 600, People: []ID{goethe, schiller}, Ours: []ID{me}, Organisations: []ID{cotta}, Mentions: []ID{unborn},
		Sentiment: &tone, AnswerExpected: true, AnswerBy: "2026-11-20", Answers: call, Replaces: answer, Attachments: 1, Origin: manual,
	}
	words := ConversationWords{
		Subject: "geheim", Text: "Weimar", Tags: []string{"doku"}, Place: "Jena", ExternalID: "<1@cotta.example>", Reason: "Weimar",
		Attachments: []Attachment{{Address: "ab12", Name: "Entwurf.pdf", Type: "application/pdf", Size: 3}},
	}
	plan := FollowUpPlan{Due: "2026-11-24", For: me, People: []ID{goethe}, Organisations: []ID{cotta}, Conversation: call, Origin: manual}
	before := plan
	before.Due = "2026-11-23"
	named := Named{Name: "Weimar", Choices: []string{"geheim"}, Was: "Cotta", WasChoices: []string{"Entwurf"}}
	rows := []RejectedRow{{File: "partner.csv", Line: 3, Reason: "no-name", Args: []any{"geheim"}, Raw: ";;Weimar"}}
	return append(needSamples(stream(KindNeed)),
		&PersonJoinedCommunity{of: p, Community: integrators, Since: "2026-06-01", Origin: manual, Sealed: roles},
		&PersonLeftCommunity{of: p, Community: integrators, Sealed: roles},
		&PersonAffiliated{of: p, Affiliation: id(8), Organisation: cotta, From: place.From, To: place.To, Ended: true, Origin: manual, Sealed: said},
		&PersonAffiliationRemoved{of: p, Affiliation: id(8), Sealed: said},
		&PersonRelated{of: p, Relation: id(9), Other: schiller, Kind: RelationIntroducedBy, Origin: manual, Sealed: RelationSaid{Note: "geheim", Was: &friend}},
		&PersonRelationRemoved{of: p, Relation: id(9), Other: schiller, Kind: RelationFriend, Sealed: RelationSaid{Note: "geheim"}},
		&PersonSnoozed{of: p, Until: "2026-12-01", Was: "2026-11-30"},
		&PersonMerged{of: p, Into: goethe},
		&PersonUnmerged{of: p, From: goethe},
		&PersonTookIn{of: p, Other: schiller},
		&PersonGaveBack{of: p, Other: schiller},
		&PersonToldApart{of: p, Other: schiller},
		&PersonApartTakenBack{of: p, Other: schiller},
		&OrganisationPlaced{of: stream(KindOrganisation), Parent: cotta, Was: merkur},
		&CommunityClassified{of: stream(KindCommunity), Taxonomy: CommunityPartners, Was: CommunityOther},
		&ConversationLogged{of: c, ConversationContent: content, Sealed: words},
		&ConversationCorrected{of: c, ConversationContent: content, Sealed: words},
		&AnswerSettled{of: c, By: answer},
		&AnswerAwaited{of: c, WasBy: answer},
		&FollowUpPlanned{of: f, FollowUpPlan: plan, Sealed: FollowUpWords{Text: "Entwurf schicken"}},
		&FollowUpChanged{of: f, FollowUpPlan: plan, Was: before, Sealed: FollowUpWords{Text: "Entwurf schicken", Was: "geheim"}},
		&FollowUpSnoozed{of: f, Until: "2026-12-01", Was: "2026-11-24"},
		&FollowUpClosed{of: f, As: FollowUpDone},
		&FollowUpClosed{of: f, As: FollowUpCancelled},
		&FollowUpReopened{of: f, Was: FollowUpDone},
		&WorkspaceFounded{of: w, Sealed: named},
		&WorkspaceRenamed{of: w, Sealed: named},
		&ChannelDefined{of: w, Channel: "own-1", Retired: true, WasRetired: true, Sealed: named},
		&FieldDefined{of: w, Field: id(8), For: KindPerson, Type: FieldTypeChoice, Retired: true, WasRetired: true, Sealed: named},
		&ImportStarted{of: i, Format: "csv", Sealed: ImportFiles{[]string{"partner.csv"}}},
		&ImportRejected{of: i, Count: 1, Sealed: ImportRows{rows}},
		&ImportFinished{of: i, Counts: ImportCounts{1, 2, 3, 4, 5}},
		&ImportUndone{of: i},
		&ImportRedone{of: i},
		&SegmentDefined{of: stream(KindSegment), Filter: sampleFilter(), Sealed: SegmentWords{Name: "Weimar", Texts: []string{"geheim", "", ""}}},
		&SegmentChanged{
			of: stream(KindSegment), Filter: sampleFilter(), Was: Filter{Match: MatchAny, Rules: []Rule{{About: AboutTag, Op: OpIsNot}}},
			Sealed: SegmentWords{Name: "Weimar", Texts: []string{"geheim", "", ""}, Was: "Cotta", WasTexts: []string{"Entwurf"}},
		},
	)
}

func needSamples(n of) []Event {
	heard := Moment{time.Date(2026, 11, 18, 14, 32, 0, 0, time.UTC), PrecisionDay}
	voice := Voice{Person: goethe, Organisation: cotta, Conversation: call, Heard: heard}
	told := Telling{At: heard, Conversation: answer, Answer: NeedYes}
	words := NeedWords{Title: "Weimar", Text: "geheim", Tags: []string{"doku"}}
	return []Event{
		&NeedRaised{
			of: n, NeedPlan: NeedPlan{For: me, Due: "2026-12-01", Origin: Origin{How: OriginRedaction}},
			Voices: []Voice{voice, {Person: schiller, Heard: heard, Erased: true}},
			Standing: &NeedStanding{
				Replaces: id(52), RaisedAt: heard.At, RaisedBy: me,
				Decision: &NeedDecision{Answer: NeedLater, At: heard.At, By: herder},
				Told:     []NeedTold{{goethe, told}}, ClosedAt: heard.At, ClosedBy: me,
			},
			Sealed: NeedSaid{NeedWords: words, Quotes: []string{"geheim", ""}, Wording: "Entwurf", Reason: "Cotta"},
		},
		&NeedRevised{of: n, Sealed: NeedRewording{words, NeedWords{Title: "Cotta", Text: "Entwurf", Tags: []string{"alt"}}}},
		&NeedRouted{of: n, For: me, Was: herder},
		&NeedScheduled{of: n, Due: "2026-12-01", Was: "2026-11-24"},
		&NeedVoiceAdded{of: n, Voice: voice, Was: &Voice{Person: goethe, Heard: heard, Erased: true}, Sealed: VoiceSaid{"geheim", "Weimar"}},
		&NeedVoiceRemoved{of: n, Person: goethe, Was: &voice, Sealed: VoiceSaid{Was: "geheim"}},
		&NeedAnswered{of: n, Answer: NeedNo, Was: NeedLater, Sealed: DecisionWorded{"geheim", "Weimar"}},
		&NeedToldBack{of: n, Person: goethe, Telling: told, Was: &Telling{At: heard, Answer: NeedNo}},
		&NeedTellingTakenBack{of: n, Person: goethe, Was: &told},
		&NeedEnded{of: n, Sealed: Reasoned{"geheim"}},
		&NeedReopened{of: n, Sealed: Reasoned{"geheim"}},
	}
}

// sampleFilter has every part of a rule but what a human typed.
func sampleFilter() Filter {
	return Filter{
		Match: MatchAll, Rules: []Rule{{About: AboutRole, Op: OpIs, Record: integrators}},
		Groups: []RuleGroup{{Match: MatchNone, Rules: []Rule{
			{About: AboutChannel, Op: OpHad, Channel: ChannelMail, Days: 90},
			{About: AboutField, Op: OpAtLeast, Record: id(8), Type: FieldTypeDate, Day: "2026-01-02", State: RhythmLate, Number: -1.5},
		}}},
	}
}
