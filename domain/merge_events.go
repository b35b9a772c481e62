package domain

// PersonMerged says that a record is about somebody who has another record: it
// is left out of everything, and leads there.
type PersonMerged struct {
	of
	noSecret
	Into ID `json:"into"`
}

// EventType is the persisted name.
func (*PersonMerged) EventType() string { return "person.merged.v1" }

// PersonUnmerged takes a merge back: the record stands for itself again.
type PersonUnmerged struct {
	of
	noSecret
	From ID `json:"from"`
}

// EventType is the persisted name.
func (*PersonUnmerged) EventType() string { return "person.unmerged.v1" }

// PersonTookIn says of the one who stays that another record was merged into
// theirs.
type PersonTookIn struct {
	of
	noSecret
	Other ID `json:"other"`
}

// EventType is the persisted name.
func (*PersonTookIn) EventType() string { return "person.took-in.v1" }

// PersonGaveBack says of the one who stayed that a merge into their record was
// taken back.
type PersonGaveBack struct {
	of
	noSecret
	Other ID `json:"other"`
}

// EventType is the persisted name.
func (*PersonGaveBack) EventType() string { return "person.gave-back.v1" }

// PersonToldApart says that a record that looks like another one is about
// somebody else.
type PersonToldApart struct {
	of
	noSecret
	Other ID `json:"other"`
}

// EventType is the persisted name.
func (*PersonToldApart) EventType() string { return "person.told-apart.v1" }

// PersonApartTakenBack says that nobody knows any more whether two records are
// about one person.
type PersonApartTakenBack struct {
	of
	noSecret
	Other ID `json:"other"`
}

// EventType is the persisted name.
func (*PersonApartTakenBack) EventType() string { return "person.apart-taken-back.v1" }
