package projections

import (
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// covered is how many people have a rhythm and are out of it, at the end of some
// days. While it is added up, each holds what came since the day before it.
type covered []coverageStep

// coverage says how many people of each community are within their rhythm.
func (b *board) coverage() error {
	days := []int64{min(b.spans[spanNow].to, b.today), min(b.spans[spanBefore].to, b.today)}
	for i := range b.Weeks {
		days = append(days, b.course.end(i))
	}
	counts, err := b.coverageAt(days)
	if err != nil {
		return err
	}
	shown := int64(0)
	if b.Query.Community != domain.None {
		if shown, err = b.number(b.Query.Community); err != nil {
			return err
		}
	}
	for i := range b.Weeks {
		if c := counts[shown]; c != nil {
			b.Weeks[i].InRhythm.Value, b.Weeks[i].InRhythm.Has = c[2+i].share()
		}
	}
	if b.Query.Community == domain.None {
		b.Coverage = append(b.Coverage, b.coverageRow(Party{}, counts[0]))
	}
	var communities []int64
	err = b.q("SELECT n FROM community WHERE listed = 1 ORDER BY sort, n").each(func(r *sqlite.Stmt) error {
		communities = append(communities, r.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return err
	}
	for _, n := range communities {
		if counts[n] == nil {
			continue
		}
		p, err := b.party(n)
		if err != nil {
			return err
		}
		if b.Query.Community == domain.None || p.ID == b.Query.Community {
			b.Coverage = append(b.Coverage, b.coverageRow(p, counts[n]))
		}
	}
	return nil
}

// coverageAt adds up the counters or, for some people, what each of them adds to
// them, until the end of each of the days.
func (b *board) coverageAt(days []int64) (map[int64]covered, error) {
	counts := map[int64]covered{}
	ends := slices.Sorted(slices.Values(days))
	step := func(community, day int64, s coverageStep) {
		c := counts[community]
		if c == nil {
			c = make(covered, len(ends))
			counts[community] = c
		}
		if i, _ := slices.BinarySearch(ends, day); i < len(ends) {
			c[i].people += s.people
			c[i].late += s.late
		}
	}
	if err := b.coverageSteps(step); err != nil {
		return nil, err
	}
	for community, c := range counts {
		sum := make(covered, len(days))
		for i := range c[1:] {
			c[i+1].people += c[i].people
			c[i+1].late += c[i].late
		}
		for i, day := range days {
			at, _ := slices.BinarySearch(ends, day)
			sum[i] = c[at]
		}
		counts[community] = sum
	}
	return counts, nil
}

// coverageSteps gives by how many those with a rhythm, and those out of it, grew
// in which community on which day.
func (b *board) coverageSteps(step func(community, day int64, s coverageStep)) error {
	if b.byCommunity() {
		return b.q("SELECT community, day, people, late FROM coverage").each(func(r *sqlite.Stmt) error {
			step(r.ColumnInt64(0), r.ColumnInt64(1), coverageStep{r.ColumnInt64(2), r.ColumnInt64(3)})
			return nil
		})
	}
	return b.ownPulses(func(p *pulse) {
		for _, c := range p.cover {
			step(0, c.day, c.coverageStep)
			for _, community := range p.communities {
				step(community, c.day, c.coverageStep)
			}
		}
	})
}

// byCommunity reports whether the people who are meant are everyone, or those of
// a community: these are counted already.
func (b *board) byCommunity() bool {
	return b.own == nil || b.member == 0 && b.Query.Segment == domain.None && b.Query.Filter == nil
}

// fewPulses is how many pulses are looked up; more are looked for among all.
const fewPulses = 3000

// ownPulses gives the pulses of the people who are meant.
func (b *board) ownPulses(f func(p *pulse)) error {
	if b.own.count <= fewPulses {
		for n := range b.own.all {
			p, _, _, err := b.pulseOf(n)
			if err != nil {
				return err
			}
			f(&p)
		}
		return nil
	}
	var p pulse
	var content []byte
	return b.q("SELECT n, content FROM pulse").each(func(r *sqlite.Stmt) error {
		if !b.own.has(r.ColumnInt64(0)) {
			return nil
		}
		content = readBlob(r, 1, content)
		p.reset()
		p.unpack(content)
		f(&p)
		return nil
	})
}

func (b *board) coverageRow(p Party, c covered) CoverageRow {
	list := b.people()
	list.OutOfRhythm = true
	list.RhythmDay = dayOf(min(b.spans[spanNow].to, b.today))
	if p.ID != domain.None {
		list.Community = p.ID
	}
	row := CoverageRow{Community: p.ID, Name: strings.TrimSpace(p.Name), Share: Figure{List: List{People: list}}}
	if c == nil {
		return row
	}
	row.People, row.InRhythm = int(c[0].people), int(c[0].people-c[0].late)
	row.Share.Now, row.Share.Has = c[0].share()
	row.Share.Before, row.Share.Had = c[1].share()
	return row
}

func (s coverageStep) share() (float64, bool) {
	if s.people <= 0 {
		return 0, false
	}
	return float64(s.people-s.late) / float64(s.people), true
}

// outOfRhythm finds the people who were out of their rhythm at the end of a day;
// "" is now.
func (r *reader) outOfRhythm(day domain.Day) (*numberSet, error) {
	if day == "" {
		return (*numberSet)(nil).intersect(r.q("SELECT n FROM contact WHERE rhythm > 0 AND (last = ? OR day + rhythm < ?)").
			int(never).int(dayOfNow(r.now())))
	}
	late := &numberSet{}
	end := dayNumber(day)
	var p pulse
	var content []byte
	err := r.q("SELECT n, content FROM pulse").each(func(row *sqlite.Stmt) error {
		content = readBlob(row, 1, content)
		p.reset()
		p.unpack(content)
		sum := int64(0)
		for _, c := range p.cover {
			if c.day <= end {
				sum += c.late
			}
		}
		if sum > 0 {
			late.add(row.ColumnInt64(0))
		}
		return nil
	})
	return late, err
}
