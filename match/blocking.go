package match

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"kontor/domain"
)

// BlockingKeys are keys of which two profiles share at least one if they can
// score at all (but for two mistakes of typing in one name). Only people who
// share a key have to be compared. The keys hold personal data and are for a
// read model on the own machine only.
func BlockingKeys(p Profile) []string {
	f := featuresOf(p)
	return blockingKeys(&f)
}

func blockingKeys(f *features) []string {
	keys := make([]string, 0, 12)
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, e := range f.emails {
		add("e:" + e)
	}
	for _, p := range f.phones {
		add("p:" + p)
	}
	for _, i := range f.identities {
		add("i:" + i)
	}
	if f.single != "" {
		add("s:" + f.single)
		return keys
	}
	if f.family == "" {
		return keys
	}
	for _, family := range []string{f.family, f.former} {
		if family == "" {
			continue
		}
		sound := soundKey(family)
		for _, initial := range givenInitials(f.given) {
			add("n:" + sound + initial)
		}
	}
	if len(f.given) == 1 {
		add("n:" + soundKey(f.given[0]) + f.family[:firstLetter(f.family)]) // exchanged names
	}
	if f.organisation != "" {
		// A family name that sounds different for a mistake of typing.
		add("o:" + f.organisation + ":" + f.given[0])
	}
	return keys
}

// soundKey is the code of a name, or the name itself in other scripts.
func soundKey(name string) string {
	if code := Cologne(name); code != "" {
		return code + ":"
	}
	return name + ":"
}

// givenInitials are the first letters under which a given name is looked for:
// its own, and those of the names it may be short for.
func givenInitials(given []string) []string {
	own := given[0][:firstLetter(given[0])]
	initials := []string{own}
	for _, i := range nicknameInitials(given[0]) {
		if s := string(rune(i)); s != own {
			initials = append(initials, s)
		}
	}
	return initials
}

// firstLetter is the length of the first letter of a text.
func firstLetter(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// Candidate is a pair of people who may be one person.
type Candidate struct {
	A, B    domain.ID
	Score   int
	Reasons []Reason
}

// largestBlock is how many people one key may join before not all pairs of them
// are compared but only those who are neighbours in the order of their names,
// blockWindow to each side.
const (
	largestBlock = 120
	blockWindow  = 12
)

// Duplicates compares all people with each other by their blocking keys and
// gives the pairs that score at least the given number, the surest first.
func Duplicates(people iter.Seq2[domain.ID, Profile], least int) []Candidate {
	var ids []domain.ID
	var all []features
	blocks := map[string][]int32{}
	for id, p := range people {
		f := featuresOf(p)
		for _, key := range blockingKeys(&f) {
			blocks[key] = append(blocks[key], int32(len(all)))
		}
		ids, all = append(ids, id), append(all, f)
	}
	var found []Candidate
	compared := map[[2]int32]bool{}
	try := func(i, j int32) {
		pair := [2]int32{min(i, j), max(i, j)}
		if i == j || compared[pair] {
			return
		}
		compared[pair] = true
		if score, reasons := compare(&all[pair[0]], &all[pair[1]]); score >= least && score > 0 {
			found = append(found, Candidate{A: ids[pair[0]], B: ids[pair[1]], Score: score, Reasons: reasons})
		}
	}
	for _, block := range blocks {
		window := len(block)
		if window > largestBlock {
			window = blockWindow
			slices.SortFunc(block, func(i, j int32) int { return compareNames(&all[i], &all[j]) })
		}
		for i := range block {
			for j := i + 1; j < min(len(block), i+1+window); j++ {
				try(block[i], block[j])
			}
		}
	}
	slices.SortFunc(found, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), strings.Compare(x.A.String()+x.B.String(), y.A.String()+y.B.String()))
	})
	return found
}

func compareNames(a, b *features) int {
	return cmp.Or(cmp.Compare(a.family, b.family), slices.Compare(a.given, b.given), cmp.Compare(a.organisation, b.organisation))
}
