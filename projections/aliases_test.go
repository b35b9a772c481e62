package projections

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/domain"
)

// picture is what the read models say, but for the history of what was changed.
func picture(s *story, v *Views) map[string][]string {
	if err := v.settled(); err != nil {
		s.Fatal(err)
	}
	if err := v.writer.script(vocabularies); err != nil {
		s.Fatal(err)
	}
	all := map[string][]string{}
	for _, c := range compared {
		switch c.name {
		case "change":
			continue
		case "entry":
			c.query += " WHERE what & 3 <> 2"
		case "person": // in which order somebody joined is nobody's concern
			c.query = `SELECT n, org, sort, sortname, initials, title, email, phone, photo, tags, added, listed, x'00', x'00' FROM person`
		}
		err := c.rows(v.writer.conn, func(row string) error {
			all[c.name] = append(all[c.name], row)
			return nil
		})
		if err != nil {
			s.Fatal(c.name, err)
		}
		slices.Sort(all[c.name])
	}
	return all
}

func TestUnmergeGivesBackWhatTheReadModelsSaid(t *testing.T) {
	dir, merges := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		l := newLedger(t)
		s := &story{T: rt, l: l}
		v := s.views(dir)
		defer v.Close()
		s.live(v, rapid.IntRange(10, 50).Draw(rt, "commands"))
		before := picture(s, v)
		keep, other := s.pick(s.people, "keep"), s.pick(s.people, "other")
		merged, err := l.try(domain.MergePeople{Keep: keep, Other: other, Take: []domain.Field{domain.FieldName}, BothNotes: true})
		if err != nil || len(merged) == 0 {
			return
		}
		merges++
		if err := v.Apply(ctx, merged); err != nil {
			rt.Fatal(err)
		}
		s.mustEqualRebuild(v, "merged")
		if id, err := v.FoundUnder(ctx, other); err != nil || id != keep {
			rt.Fatalf("found under %s, %v", id, err)
		}
		var back domain.Command = domain.UnmergePerson{Person: other}
		if rapid.Bool().Draw(rt, "undo") {
			back = domain.Undo{Commands: []domain.ID{merged[0].Command}}
		}
		parted, err := l.try(back)
		if err != nil {
			rt.Fatal(err)
		}
		if err := v.Apply(ctx, parted); err != nil {
			rt.Fatal(err)
		}
		after := picture(s, v)
		for table := range before {
			if !reflect.DeepEqual(before[table], after[table]) {
				rt.Fatalf("%s was\n%q\nand is\n%q", table, before[table], after[table])
			}
		}
		s.mustEqualRebuild(v, "parted")
	})
	if merges == 0 && !t.Failed() {
		t.Error("nobody was merged")
	}
}
