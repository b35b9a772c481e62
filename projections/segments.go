package projections

import (
	"context"
	"encoding/json"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// DaySpan is a range of days, both inclusive; the zero span asks for nothing.
type DaySpan struct{ From, To domain.Day }

// SegmentRow is a saved choice of people.
type SegmentRow struct {
	ID       domain.ID
	Name     string
	Filter   domain.Filter
	People   int // now
	Archived bool
	// Missing is true where the rules cannot be read on this machine yet; nobody
	// is in such a segment.
	Missing bool
}

// Segments returns all segments with how many people are in each, by name: those
// of interest first, then the archived ones.
func (v *Views) Segments(ctx context.Context) (rows []SegmentRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		rows, err = r.segmentRows(r.q("SELECT n, content, listed FROM segment WHERE listed > 0 ORDER BY listed, sort, n"))
		return v.countSegments(r, rows, err)
	})
	return rows, err
}

// Segment returns one segment, nil if there is none or it was withdrawn.
func (v *Views) Segment(ctx context.Context, id domain.ID) (row *SegmentRow, err error) {
	err = v.read(ctx, func(r *reader) error {
		n, err := r.number(id)
		if err != nil {
			return err
		}
		rows, err := r.segmentRows(r.q("SELECT n, content, listed FROM segment WHERE n = ? AND listed > 0").int(n))
		if err := v.countSegments(r, rows, err); err != nil || len(rows) == 0 {
			return err
		}
		row = &rows[0]
		return nil
	})
	return row, err
}

// CountFilter says how many people a filter holds, as it is being written. Rules
// that cannot be asked yet hold nobody.
func (v *Views) CountFilter(ctx context.Context, f domain.Filter) (people int, err error) {
	err = v.read(ctx, func(r *reader) error {
		people, err = r.countFilter(f)
		return err
	})
	return people, err
}

func (v *Views) countSegments(r *reader, rows []SegmentRow, err error) error {
	for i := range rows {
		if err == nil && !rows[i].Missing {
			rows[i].People, err = r.countFilter(rows[i].Filter)
		}
	}
	return err
}

func (r *reader) countFilter(f domain.Filter) (int, error) {
	set, err := r.choose(f, r.now())
	if err != nil {
		return 0, err
	}
	return r.countChosen(set, listedAs(f.ArchivedOnly()))
}

func (r *reader) segmentRows(query *stmt) (rows []SegmentRow, err error) {
	var numbers []int64
	err = query.each(func(s *sqlite.Stmt) error {
		row := SegmentRow{Archived: s.ColumnInt64(2) == listedArchived}
		numbers = append(numbers, s.ColumnInt64(0))
		err := json.Unmarshal(columnBlob(s, 1), &row.Filter)
		rows = append(rows, row)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, n := range numbers {
		p, err := r.party(n)
		if err != nil {
			return nil, err
		}
		rows[i].ID, rows[i].Name, rows[i].Missing = p.ID, p.Name, p.Missing
	}
	return rows, nil
}

// segmentFilter is the filter of a segment; false if there is none that can be
// asked.
func (r *reader) segmentFilter(id domain.ID) (f domain.Filter, ok bool, err error) {
	n, err := r.number(id)
	if err != nil {
		return f, false, err
	}
	rows, err := r.segmentRows(r.q("SELECT n, content, listed FROM segment WHERE n = ? AND listed > 0").int(n))
	if err != nil || len(rows) == 0 || rows[0].Missing {
		return f, false, err
	}
	return rows[0].Filter, rows[0].Filter.Valid(), nil
}

// projectSegment writes the row of a segment.
func (w *writer) projectSegment(n int64, s *domain.Segment, state int64) error {
	if err := w.drop("segment", n); err != nil {
		return err
	}
	name := plainText(s.Name)
	if err := w.nameRecord(n, name, state); err != nil || state == 0 {
		return err
	}
	content, err := json.Marshal(s.Filter)
	if err != nil {
		return err
	}
	return w.q("INSERT INTO segment (n, sort, content, listed) VALUES (?, ?, ?, ?)").
		int(n).blob(w.sortKey(name)).blob(content).int(listing(state)).run()
}
