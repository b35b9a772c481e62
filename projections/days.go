package projections

import "slices"

// dayKey is what conversations are counted by.
type dayKey struct{ day, channel, direction, member int64 }

type dayCount struct{ conversations, seconds, sentiments, sentiment int64 }

// countDay adds a conversation to the counters of its day, or takes it out
// again.
func (w *writer) countDay(c *card, sign int64) {
	count := dayCount{conversations: sign, seconds: sign * c.seconds}
	if c.sentiment != noSentiment {
		count.sentiments, count.sentiment = sign, sign*c.sentiment
	}
	w.owed.tallies[tally{tallyConversations, listedActive}] += sign
	key := dayKey{c.day, c.channel, c.direction, 0}
	w.owed.count(key, count)
	for _, member := range c.ours {
		key.member = member
		w.owed.count(key, count)
	}
}

func (o *owed) count(key dayKey, c dayCount) {
	sum := o.days[key]
	sum.conversations += c.conversations
	sum.seconds += c.seconds
	sum.sentiments += c.sentiments
	sum.sentiment += c.sentiment
	o.days[key] = sum
}

func (w *writer) settleDays() error {
	keys := make([]dayKey, 0, len(w.owed.days))
	for key := range w.owed.days {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b dayKey) int {
		return slices.Compare([]int64{a.day, a.channel, a.direction, a.member}, []int64{b.day, b.channel, b.direction, b.member})
	})
	for _, key := range keys {
		c := w.owed.days[key]
		if c == (dayCount{}) {
			continue
		}
		err := w.q(`INSERT INTO daily (day, channel, direction, member, conversations, seconds, sentiments, sentiment)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET conversations = conversations + excluded.conversations,
				seconds = seconds + excluded.seconds, sentiments = sentiments + excluded.sentiments,
				sentiment = sentiment + excluded.sentiment`).
			int(key.day).int(key.channel).int(key.direction).int(key.member).
			int(c.conversations).int(c.seconds).int(c.sentiments).int(c.sentiment).run()
		if err != nil {
			return err
		}
		if c.conversations < 0 {
			err := w.q(`DELETE FROM daily
				WHERE day = ? AND channel = ? AND direction = ? AND member = ? AND conversations = 0`).
				int(key.day).int(key.channel).int(key.direction).int(key.member).run()
			if err != nil {
				return err
			}
		}
	}
	clear(w.owed.days)
	return nil
}
