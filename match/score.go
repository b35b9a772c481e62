package match

import (
	"cmp"
	"slices"

	"kontor/domain"
)

// Reason explains a score: a key of the translations and its arguments. The
// arguments come from the two profiles and are for the window only, never for
// a log.
type Reason struct {
	Key  string
	Args []any
	// Points is what the reason alone would score. A reason against has 0 and
	// limits the score instead.
	Points int
}

// Against reports whether the reason speaks against one person.
func (r Reason) Against() bool { return r.Points == 0 }

// The points of the reasons. What two people can easily share scores less.
const (
	pointsEmail            = 98
	pointsNameBirthday     = 97
	pointsIdentity         = 96
	pointsPhone            = 95
	pointsNameOrganisation = 95
	pointsNameYearless     = 90 // same name, and the same day without a year
	pointsNicknameOrg      = 88
	pointsSoundAlikeOrg    = 80
	pointsName             = 70
	pointsNickname         = 60
	pointsSoundAlike       = 50
	pointsSingleName       = 50

	// limitContradiction caps the score where something speaks against.
	limitContradiction = 60
)

// Score tells how sure it is that two profiles are one person, from 0 to 100,
// with the reasons for and against, the strongest first. It is symmetric.
func Score(a, b Profile) (score int, reasons []Reason) {
	fa, fb := featuresOf(a), featuresOf(b)
	return compare(&fa, &fb)
}

// Contradicts reports whether two profiles cannot be one person although an
// identifier joins them, as when a program gives a number out anew: the given
// names are clearly different, or both the family name and the birthday are. A
// birthday alone may have been corrected, a family name changed.
func Contradicts(a, b Profile) bool {
	fa, fb := featuresOf(a), featuresOf(b)
	c := comparison{a: &fa, b: &fb, given: compareGiven(fa.given, fb.given), swapped: namesSwapped(&fa, &fb)}
	if c.given == givenDifferent {
		return !c.swapped
	}
	return c.compareFamily() == familyDifferent && birthdaysConflict(fa.birthday, fb.birthday)
}

func compare(a, b *features) (score int, reasons []Reason) {
	given := compareGiven(a.given, b.given)
	c := comparison{a: a, b: b, given: given, swapped: namesSwapped(a, b)}
	c.family = c.compareFamily()
	c.reachable()
	c.named()
	if len(c.reasons) == 0 {
		return 0, nil
	}
	c.contradictions()
	slices.SortStableFunc(c.reasons, func(x, y Reason) int { return cmp.Compare(y.Points, x.Points) })
	return min(c.reasons[0].Points, c.limit), c.reasons
}

// comparison collects the reasons of one pair.
type comparison struct {
	a, b    *features
	given   givenRelation
	family  familyRelation
	swapped bool // given and family name are exchanged in one of the two
	shared  bool // a phone is the only thing in common that one person has
	limit   int
	reasons []Reason
}

// familyRelation says how two family names stand to each other.
type familyRelation uint8

const (
	familyUnknown familyRelation = iota
	familyDifferent
	familySoundsAlike
	familyFormer // the one's former name is the other's name
	familyEqual
)

func (c *comparison) compareFamily() familyRelation {
	a, b := c.a, c.b
	switch {
	case c.swapped:
		return familyEqual
	case a.family == "" || b.family == "":
		return familyUnknown
	case a.family == b.family:
		return familyEqual
	case a.former == b.family || a.family == b.former:
		return familyFormer
	case soundsAlike(a, b):
		return familySoundsAlike
	}
	return familyDifferent
}

// soundsAlike wants the same sound and a likeness in writing, since the short
// codes of the Kölner Phonetik also join Roth and Ritter.
func soundsAlike(a, b *features) bool {
	likeness := Similarity(a.family, b.family)
	return likeness >= 0.9 || likeness >= 0.5 && a.sound == b.sound
}

// namesSwapped recognises "Roth Anna" beside "Anna Roth".
func namesSwapped(a, b *features) bool {
	return len(a.given) == 1 && len(b.given) == 1 && a.given[0] == b.family && b.given[0] == a.family && a.family != b.family
}

func (c *comparison) add(points int, key string, args ...any) {
	c.reasons = append(c.reasons, Reason{Key: key, Args: args, Points: points})
}

// reachable looks for what leads to one person only.
func (c *comparison) reachable() {
	if email, found := inBoth(c.a.emails, c.b.emails); found {
		c.add(pointsEmail, "match.reason.same-email", email)
	}
	if account, found := inBoth(c.a.identities, c.b.identities); found {
		c.add(pointsIdentity, "match.reason.same-account", account)
	}
	c.shared = len(c.reasons) == 0
	if phone, found := inBoth(c.a.phones, c.b.phones); found {
		c.add(pointsPhone, "match.reason.same-phone", phone)
	}
}

func inBoth(a, b []string) (string, bool) {
	for _, v := range a {
		if slices.Contains(b, v) {
			return v, true
		}
	}
	return "", false
}

// named looks at the name together with what makes it more than a namesake.
func (c *comparison) named() {
	sameGiven := c.given == givenEqual || c.swapped
	sameOrganisation := c.a.organisation != "" && c.a.organisation == c.b.organisation
	sameFamily := c.family == familyEqual || c.family == familyFormer
	switch {
	case sameFamily && sameGiven:
		c.sameName(sameOrganisation)
	case sameFamily && c.given == givenNickname && sameOrganisation:
		c.add(pointsNicknameOrg, "match.reason.nickname-organisation")
	case sameFamily && c.given == givenNickname:
		c.add(pointsNickname, "match.reason.nickname")
	case c.family == familySoundsAlike && (sameGiven || c.given == givenNickname) && sameOrganisation:
		c.add(pointsSoundAlikeOrg, "match.reason.sounds-alike-organisation")
	case c.family == familySoundsAlike && sameGiven:
		c.add(pointsSoundAlike, "match.reason.sounds-alike")
	case c.a.single != "" && c.a.single == c.b.single:
		c.add(pointsSingleName, "match.reason.same-single-name")
	}
	if c.family == familyFormer && len(c.reasons) > 0 {
		c.add(pointsSingleName, "match.reason.former-name")
	}
}

func (c *comparison) sameName(sameOrganisation bool) {
	if a, b := c.a.birthday, c.b.birthday; sameDay(a, b) {
		points := pointsNameYearless
		if a.Year != 0 && a.Year == b.Year {
			points = pointsNameBirthday
		}
		c.add(points, "match.reason.same-name-birthday")
	}
	if sameOrganisation {
		c.add(pointsNameOrganisation, "match.reason.same-name-organisation")
	}
	c.add(pointsName, "match.reason.same-name")
}

func sameDay(a, b domain.PartialDate) bool {
	return a.Month != 0 && a.Day != 0 && a.Month == b.Month && a.Day == b.Day && (a.Year == 0 || b.Year == 0 || a.Year == b.Year)
}

// contradictions lists what speaks against and limits the score by it.
func (c *comparison) contradictions() {
	c.limit = 100
	if birthdaysConflict(c.a.birthday, c.b.birthday) {
		c.add(0, "match.reason.other-birthday")
		c.limit = limitContradiction
	}
	if c.given == givenDifferent && !c.swapped {
		c.add(0, "match.reason.other-given-name")
		c.limit = limitContradiction
	}
	// A switchboard or a household: the number alone does not make one person
	// of an Anna Roth and an Anna Blau.
	if c.shared && c.family == familyDifferent && c.reasons[0].Points == pointsPhone {
		c.add(0, "match.reason.other-family-name")
		c.limit = limitContradiction
	}
}

func birthdaysConflict(a, b domain.PartialDate) bool {
	differ := func(x, y int) bool { return x != 0 && y != 0 && x != y }
	return differ(a.Year, b.Year) || differ(a.Month, b.Month) || differ(a.Day, b.Day)
}
