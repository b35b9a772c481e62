package domain

import (
	"strings"
	"testing"
)

func TestAddRecord(t *testing.T) {
	name := Change{Field: FieldName, Now: NameValue(Name{Family: "Goethe"})}
	mail := Change{Field: PointField(id(8)), Now: PointValue(ContactPoint{ID: id(8), Kind: PointEmail, Value: "g@cotta.example"})}
	gone := Change{Field: FieldNote, Was: TextValue("x")}

	given(t).when(AddRecord{Record: person(goethe), Origin: manual, Changes: []Change{name, gone}}).then(personAdded(goethe, "Goethe"))
	given(t).when(AddRecord{Record: person(goethe), Changes: []Change{mail}}).then(
		&RecordAdded{of: of{person(goethe)}, Sealed: Described{[]Change{mail}}})
	given(t).when(AddRecord{Record: community(integrators), Taxonomy: CommunityPartners, Changes: []Change{set(FieldName, "Partner")}}).then(
		&RecordAdded{of: of{community(integrators)}, Taxonomy: CommunityPartners, Sealed: Described{[]Change{set(FieldName, "Partner")}}})

	given(t).when(AddRecord{Record: person(goethe)}).refused(RefusedNoName)
	given(t).when(AddRecord{Record: organisation(cotta), Changes: []Change{mail}}).refused(RefusedNoName)
	given(t).when(AddRecord{Record: organisation(cotta), Changes: []Change{set(FieldName, "")}}).refused(RefusedNoName)
	given(t).when(AddRecord{Record: person(goethe), Changes: []Change{name, set(FieldNote, strings.Repeat("x", MaxText+1))}}).refused(RefusedTooLarge)
	given(t).when(AddRecord{Record: person(goethe), Changes: []Change{name, {Field: FieldBirthday, Now: DateValue(PartialDate{Day: 31, Month: 4})}}}).refused(RefusedBadDate)
	given(t).when(AddRecord{Record: conversation(call), Changes: []Change{set(FieldName, "x")}}).refused(RefusedNotFound)
}

func TestChangeDetails(t *testing.T) {
	note := personAdded(goethe, "Goethe", set(FieldNote, "Jena"))
	change := func(changes ...Change) ChangeDetails {
		return ChangeDetails{Record: person(goethe), Origin: manual, Changes: changes}
	}
	toWeimar := Change{Field: FieldNote, Was: TextValue("Jena"), Now: TextValue("Weimar")}

	given(t, note).when(change(toWeimar)).then(&DetailsChanged{of: of{person(goethe)}, Origin: manual, Sealed: Described{[]Change{toWeimar}}})
	given(t, note).when(change(set(FieldNote, "Jena"))).nothing()
	given(t, note).when(change(Change{Field: FieldNote, Was: TextValue("Bonn"), Now: TextValue("Weimar")})).refused(RefusedChangedMeanwhile)
	given(t).when(change(toWeimar)).refused(RefusedNotFound)
	given(t, note, &RecordErased{of: of{person(goethe)}}).when(change(toWeimar)).refused(RefusedErased)
	given(t, note, &RecordWithdrawn{of: of{person(goethe)}}).when(change(toWeimar)).refused(RefusedWithdrawn)
	given(t, note).when(change(Change{Field: FieldNote, Was: TextValue("Jena"), Now: TextValue(strings.Repeat("x", MaxText+1))})).refused(RefusedTooLarge)
	given(t, callLogged(call, "x")).when(ChangeDetails{Record: conversation(call), Changes: []Change{toWeimar}}).refused(RefusedNotFound)
}

func TestARecordKeepsWhatItIsCalled(t *testing.T) {
	point := ContactPoint{ID: id(8), Kind: PointEmail, Value: "g@cotta.example"}
	name := Change{Field: FieldName, Was: NameValue(Name{Family: "Goethe"})}
	mail := Change{Field: PointField(point.ID), Was: PointValue(point)}
	both := personAdded(goethe, "Goethe", Change{Field: PointField(point.ID), Now: PointValue(point)})
	change := func(changes ...Change) ChangeDetails {
		return ChangeDetails{Record: person(goethe), Changes: changes}
	}

	given(t, both).when(change(name)).then(&DetailsChanged{of: of{person(goethe)}, Sealed: Described{[]Change{name}}}).
		when(change(mail)).refused(RefusedNoName)
	given(t, both).when(change(name, mail)).refused(RefusedNoName)
	given(t, personAdded(goethe, "Goethe")).when(change(name)).refused(RefusedNoName)
	given(t, organisationAdded(cotta, "Cotta")).when(ChangeDetails{
		Record: organisation(cotta), Changes: []Change{{Field: FieldName, Was: TextValue("Cotta"), Now: TextValue("")}},
	}).refused(RefusedNoName)
}

func TestArchive(t *testing.T) {
	away, back := Archive{Record: person(goethe)}, Archive{Record: person(goethe), Back: true}
	given(t, personAdded(goethe, "Goethe")).
		when(back).nothing().
		when(away).then(&RecordArchived{of: of{person(goethe)}}).
		when(away).nothing().
		when(back).then(&RecordUnarchived{of: of{person(goethe)}})
	given(t).when(away).refused(RefusedNotFound)
	given(t, callLogged(call, "x")).when(Archive{Record: conversation(call)}).refused(RefusedNotFound)
}

func TestWithdraw(t *testing.T) {
	given(t, callLogged(call, "x")).
		when(Withdraw{Record: conversation(call), Reason: "doppelt"}).
		then(&RecordWithdrawn{of: of{conversation(call)}, Sealed: Reasoned{"doppelt"}}).
		when(Withdraw{Record: conversation(call)}).refused(RefusedWithdrawn)
	given(t).when(Withdraw{Record: conversation(call)}).refused(RefusedNotFound)
}

func TestSetRhythm(t *testing.T) {
	every := func(days Rhythm) SetRhythm { return SetRhythm{Record: person(goethe), Rhythm: days} }
	given(t, personAdded(goethe, "Goethe")).
		when(every(30)).then(&RhythmSet{of: of{person(goethe)}, Rhythm: 30}).
		when(every(30)).nothing().
		when(every(Never)).then(&RhythmSet{of: of{person(goethe)}, Rhythm: Never, Was: 30}).
		when(every(Never - 1)).refused(RefusedBadNumber).
		when(every(MaxRhythm + 1)).refused(RefusedBadNumber)
	given(t).when(every(30)).refused(RefusedNotFound)
	given(t, organisationAdded(cotta, "Cotta")).when(SetRhythm{Record: organisation(cotta), Rhythm: 30}).refused(RefusedNotFound)
}

func TestAssignOwner(t *testing.T) {
	own := func(by ID) AssignOwner { return AssignOwner{Record: person(goethe), Member: by} }
	s := given(t, personAdded(goethe, "Goethe"), memberAdded(me, "Meister"), memberAdded(herder, "Herder"))
	s.when(own(me)).then(&OwnerAssigned{of: of{person(goethe)}, Member: me}).
		when(own(me)).nothing().
		when(own(herder)).then(&OwnerAssigned{of: of{person(goethe)}, Member: herder, Was: me}).
		when(own(None)).then(&OwnerAssigned{of: of{person(goethe)}, Was: herder}).
		when(own(schiller)).refused(RefusedNotFound).
		when(AssignOwner{Record: Stream{KindMember, herder}, Member: me}).refused(RefusedNotFound)
	given(t, memberAdded(me, "Meister")).when(own(me)).refused(RefusedNotFound)
}

func TestPlaceOrganisation(t *testing.T) {
	place := func(o, parent ID) PlaceOrganisation { return PlaceOrganisation{Organisation: o, Parent: parent} }
	third := id(23)
	s := given(t, organisationAdded(cotta, "Cotta"), organisationAdded(merkur, "Merkur"), organisationAdded(third, "Pomona"))
	s.when(place(merkur, cotta)).then(&OrganisationPlaced{of: of{organisation(merkur)}, Parent: cotta}).
		when(place(merkur, cotta)).nothing().
		when(place(third, merkur)).then(&OrganisationPlaced{of: of{organisation(third)}, Parent: merkur}).
		when(place(cotta, third)).refused(RefusedCycle).
		when(place(cotta, cotta)).refused(RefusedCycle).
		when(place(cotta, unborn)).refused(RefusedNotFound).
		when(place(merkur, None)).then(&OrganisationPlaced{of: of{organisation(merkur)}, Was: cotta})
	given(t).when(place(merkur, cotta)).refused(RefusedNotFound)
}

func TestPlacingEndsWhereAboveItIsACircle(t *testing.T) {
	third := id(23)
	given(t, organisationAdded(cotta, "Cotta"), organisationAdded(merkur, "Merkur"), organisationAdded(third, "Pomona"),
		&OrganisationPlaced{of: of{organisation(cotta)}, Parent: merkur}, &OrganisationPlaced{of: of{organisation(merkur)}, Parent: cotta},
	).when(PlaceOrganisation{Organisation: third, Parent: cotta}).refused(RefusedCycle)
}

func TestClassifyCommunity(t *testing.T) {
	as := ClassifyCommunity{Community: integrators, Taxonomy: CommunityPartners}
	given(t, communityAdded(integrators, "Integratoren")).
		when(as).then(&CommunityClassified{of: of{community(integrators)}, Taxonomy: CommunityPartners, Was: CommunityIntegrators}).
		when(as).nothing()
	given(t).when(as).refused(RefusedNotFound)
}

func TestErase(t *testing.T) {
	given(t, personAdded(goethe, "Goethe")).
		when(Erase{goethe}).then(&RecordErased{of: of{person(goethe)}}).
		when(Erase{goethe}).nothing()
	given(t).when(Erase{goethe}).refused(RefusedNotFound)
	given(t, personAdded(goethe, "Goethe"), &RecordWithdrawn{of: of{person(goethe)}}).
		when(Erase{goethe}).then(&RecordErased{of: of{person(goethe)}})
	given(t, callLogged(call, "x"), planned(draft, "2026-11-24")).
		when(EraseConversation{call}).then(&RecordErased{of: of{conversation(call)}}).
		when(EraseConversation{call}).nothing().
		when(EraseFollowUp{draft}).then(&RecordErased{of: of{followUp(draft)}}).
		when(EraseFollowUp{unborn}).nothing()
}

func TestWorkspaceCommands(t *testing.T) {
	of := of{Stream{KindWorkspace, home}}
	given(t).when(FoundWorkspace{home, "Weimar"}).then(founded())
	given(t, founded()).
		when(RenameWorkspace{home, " Jena "}).then(&WorkspaceRenamed{of: of, Sealed: Named{Name: "Jena", Was: "Weimar"}}).
		when(RenameWorkspace{home, "Jena"}).nothing().
		when(RenameWorkspace{home, " "}).refused(RefusedNoName)
	given(t).when(RenameWorkspace{home, "Jena"}).refused(RefusedNotFound)

	channel := func(id, name string, retired bool) DefineChannel {
		return DefineChannel{home, ChannelDefinition{id, name, retired}}
	}
	given(t, founded()).
		when(channel("own-1", " Stammtisch", false)).then(&ChannelDefined{of: of, Channel: "own-1", Sealed: Named{Name: "Stammtisch"}}).
		when(channel("own-1", "Stammtisch", false)).nothing().
		when(channel("own-1", "Tisch", true)).then(&ChannelDefined{of: of, Channel: "own-1", Retired: true, Sealed: Named{Name: "Tisch", Was: "Stammtisch"}}).
		when(channel("own-1", "", false)).refused(RefusedNoName).
		when(channel("", "x", false)).refused(RefusedNoName).
		when(channel(ChannelCall, "x", false)).refused(RefusedNoName)
	given(t).when(channel("own-1", "x", false)).refused(RefusedNotFound)

	field := func(name string, typ FieldType, choices ...string) DefineField {
		return DefineField{home, FieldDefinition{ID: id(8), For: KindPerson, Type: typ, Name: name, Choices: choices}}
	}
	given(t, founded()).
		when(field("Kunde", FieldTypeChoice, "A", " A", "B")).
		then(&FieldDefined{of: of, Field: id(8), For: KindPerson, Type: FieldTypeChoice, Sealed: Named{Name: "Kunde", Choices: []string{"A", "B"}}}).
		when(field("Kunde", FieldTypeChoice, "A", "B")).nothing().
		when(field("Nummer", FieldTypeNumber)).
		then(&FieldDefined{of: of, Field: id(8), For: KindPerson, Type: FieldTypeChoice, Sealed: Named{Name: "Nummer", Was: "Kunde", WasChoices: []string{"A", "B"}}}).
		when(field("", FieldTypeText)).refused(RefusedNoName).
		when(field("x", "colour")).refused(RefusedNoName)
	given(t).when(field("Kunde", FieldTypeText)).refused(RefusedNotFound)
}

func TestImportCommands(t *testing.T) {
	of := of{Stream{KindImport, cards}}
	rows := make([]RejectedRow, rejectedPerEvent+1)
	given(t).
		when(StartImport{cards, "csv", []string{"partner.csv"}}).
		then(&ImportStarted{of: of, Format: "csv", Sealed: ImportFiles{[]string{"partner.csv"}}}).
		when(FinishImport{cards, ImportCounts{New: 1}, rows}).
		then(&ImportRejected{of: of, Count: rejectedPerEvent, Sealed: ImportRows{rows[:rejectedPerEvent]}},
			&ImportRejected{of: of, Count: 1, Sealed: ImportRows{rows[rejectedPerEvent:]}},
			&ImportFinished{of: of, Counts: ImportCounts{New: 1}})
}
