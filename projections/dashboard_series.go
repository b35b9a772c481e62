package projections

import (
	"cmp"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"

	"kontor/domain"
)

// conversations counts the conversations of both periods: from the counters of
// the days or, for some people, one by one.
func (b *board) conversations() error {
	s := newSeries(b)
	var err error
	if b.among == nil {
		err = b.q(`SELECT day, channel, direction, conversations, sentiments, sentiment FROM daily
			WHERE member = ? AND day BETWEEN ? AND ?`).int(b.member).int(b.since()).int(b.spans[spanNow].to).
			each(func(r *sqlite.Stmt) error {
				s.add(r.ColumnInt64(0), r.ColumnInt64(1), r.ColumnInt64(2),
					dayCount{conversations: r.ColumnInt64(3), sentiments: r.ColumnInt64(4), sentiment: r.ColumnInt64(5)})
				return nil
			})
	} else {
		b.seen = &numberSet{}
		err = b.holdings(span{b.since(), b.spans[spanNow].to}, func(h *holding) {
			b.seen.add(h.position)
			count := dayCount{conversations: 1}
			if h.sentiment != noSentiment {
				count.sentiments, count.sentiment = 1, h.sentiment
			}
			s.add(h.day, h.channel, h.direction, count)
		})
	}
	if err != nil {
		return err
	}
	return s.tell()
}

// holdings gives the conversations of some days with the people and the member
// that are meant.
func (b *board) holdings(s span, f func(h *holding)) error {
	var h holding
	var content []byte
	return b.q("SELECT day, position, content FROM held WHERE day BETWEEN ? AND ?").int(s.from).int(s.to).
		each(func(r *sqlite.Stmt) error {
			content = readBlob(r, 2, content)
			h.day, h.position = r.ColumnInt64(0), r.ColumnInt64(1)
			h.unpack(content)
			if b.meant(&h) {
				f(&h)
			}
			return nil
		})
}

func (b *board) meant(h *holding) bool {
	return b.among.of(h.people) && (b.member == 0 || slices.Contains(h.ours, b.member))
}

// A series adds up conversations by pieces of the period.
type series struct {
	*board
	starts     []int64 // first days of the pieces
	totals     [2]dayCount
	channels   map[int64]*[2]int64
	directions [3][2]int64
	pieces     []piece
}

type piece struct {
	now, before dayCount
	channels    map[int64]int
	directions  [3]int
}

// The longest periods that are shown by the day and by the week, in days.
const (
	longestByDay  = 45
	longestByWeek = 200
)

func newSeries(b *board) *series {
	s := &series{board: b, channels: map[int64]*[2]int64{}}
	p := b.spans[spanNow]
	length := p.to - p.from + 1
	for day := p.from; day <= p.to; {
		s.starts = append(s.starts, day)
		switch {
		case length <= longestByDay:
			day++
		case length <= longestByWeek:
			day += 7
		default:
			y, m, _ := time.Unix(day*86400, 0).UTC().Date()
			day = floorDiv(time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC).Unix(), 86400)
		}
	}
	s.pieces = make([]piece, len(s.starts))
	return s
}

func (s *series) add(day, channel, direction int64, c dayCount) {
	if week, ok := s.course.week(day); ok {
		s.course.felt[week].add(c)
	}
	which, now, before := spanNow, s.spans[spanNow], s.spans[spanBefore]
	switch {
	case day >= now.from:
	case day < before.from || day > before.to:
		return
	default:
		which = spanBefore
		day += now.from - before.from
	}
	i, exact := slices.BinarySearch(s.starts, day)
	if !exact {
		i--
	}
	total := &s.totals[which]
	total.add(c)
	by := s.channels[channel]
	if by == nil {
		by = &[2]int64{}
		s.channels[channel] = by
	}
	direction = min(max(direction, 0), 2)
	by[which] += c.conversations
	s.directions[direction][which] += c.conversations
	p := &s.pieces[i]
	if which == spanBefore {
		p.before.add(c)
		return
	}
	p.now.add(c)
	if p.channels == nil {
		p.channels = map[int64]int{}
	}
	p.channels[channel] += int(c.conversations)
	p.directions[direction] += int(c.conversations)
}

func (c *dayCount) add(d dayCount) {
	c.conversations += d.conversations
	c.seconds += d.seconds
	c.sentiments += d.sentiments
	c.sentiment += d.sentiment
}

// mean is the mean sentiment; false if nobody said one.
func (c dayCount) mean() (float64, bool) {
	if c.sentiments == 0 {
		return 0, false
	}
	return float64(c.sentiment) / float64(c.sentiments), true
}

// tell writes what was added up into the dashboard.
func (s *series) tell() error {
	p := s.spans[spanNow]
	all := List{Timeline: s.timeline(p)}
	s.Conversations = counted([2]int64{s.totals[0].conversations, s.totals[1].conversations}, all)
	s.Sentiment.List = all
	s.Sentiment.Now, s.Sentiment.Has = s.totals[0].mean()
	s.Sentiment.Before, s.Sentiment.Had = s.totals[1].mean()
	names := map[int64]string{}
	for code, counts := range s.channels {
		name, err := s.channelName(code)
		if err != nil {
			return err
		}
		names[code] = name
		list := s.timeline(p)
		list.Channels = []string{name}
		s.Channels = append(s.Channels, ChannelFigure{name, counted(*counts, List{Timeline: list})})
	}
	slices.SortFunc(s.Channels, func(a, b ChannelFigure) int {
		return cmp.Or(cmp.Compare(b.Now, a.Now), cmp.Compare(b.Before, a.Before), cmp.Compare(a.Channel, b.Channel))
	})
	for code, direction := range directions {
		list := s.timeline(p)
		list.Directions = []domain.Direction{direction}
		s.Directions = append(s.Directions, DirectionFigure{direction, counted(s.directions[code], List{Timeline: list})})
	}
	for i, from := range s.starts {
		to := p.to
		if i+1 < len(s.starts) {
			to = s.starts[i+1] - 1
		}
		s.Series = append(s.Series, s.point(span{from, to}, s.pieces[i], names))
	}
	return nil
}

func counted(counts [2]int64, list List) Figure {
	return Figure{Now: float64(counts[0]), Before: float64(counts[1]), Has: true, Had: true, List: list}
}

func (s *series) point(days span, p piece, names map[int64]string) SeriesPoint {
	point := SeriesPoint{
		DaySpan: DaySpan{dayOf(days.from), dayOf(days.to)}, Conversations: int(p.now.conversations),
		Before: int(p.before.conversations), Sentiments: int(p.now.sentiments),
		Channels: map[string]int{}, Directions: map[domain.Direction]int{}, List: List{Timeline: s.timeline(days)},
	}
	point.Sentiment, _ = p.now.mean()
	for code, count := range p.channels {
		point.Channels[names[code]] = count
	}
	for code, direction := range directions {
		point.Directions[direction] = p.directions[code]
	}
	return point
}
