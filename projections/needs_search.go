package projections

import (
	"strings"
	"unicode/utf8"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// needs finds needs by their words and by what the voices said: those that are
// not closed first, the latest first. Where there is none, those whose titles are
// alike.
func (s *searcher) needs(limit int) (hits []Hit, err error) {
	var numbers []int64
	err = s.q(`SELECT n FROM need WHERE listed = 1 AND position IN (SELECT rowid FROM wants WHERE wants MATCH ?)
		ORDER BY state = 'closed', raised DESC, n DESC LIMIT ?`).text(matchQuery(strings.Join(s.query, " "))).int(int64(limit)).
		each(func(r *sqlite.Stmt) error {
			numbers = append(numbers, r.ColumnInt64(0))
			return nil
		})
	if err != nil {
		return nil, err
	}
	approximate := len(numbers) == 0
	if words := tellingWords(strings.Join(s.query, " ")); approximate && len(words) > 0 && utf8.RuneCountInString(words[0]) >= shortestPart {
		c := &needComparer{reader: s.reader, weights: map[string]float64{}}
		if numbers, err = c.similar(words[:min(len(words), mostTelling)], limit); err != nil {
			return nil, err
		}
	}
	rows, err := s.needRows(numbers, listOrder{})
	for _, row := range rows {
		hits = append(hits, Hit{
			Kind: domain.KindNeed, ID: row.ID, Title: row.Title, Detail: row.OwnerName, At: row.RaisedAt,
			Approximate: approximate, Score: 0.5,
		})
	}
	return hits, err
}
