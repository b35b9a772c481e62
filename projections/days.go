package projections

import (
	"cmp"
	"slices"
)

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
	for key, c := range w.owed.days {
		if c != (dayCount{}) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b dayKey) int {
		return cmp.Or(cmp.Compare(a.member, b.member), cmp.Compare(a.day, b.day),
			cmp.Compare(a.channel, b.channel), cmp.Compare(a.direction, b.direction))
	})
	err := w.many("INSERT INTO daily (day, channel, direction, member, conversations, seconds, sentiments, sentiment)", 8, `
		ON CONFLICT DO UPDATE SET conversations = conversations + excluded.conversations,
			seconds = seconds + excluded.seconds, sentiments = sentiments + excluded.sentiments,
			sentiment = sentiment + excluded.sentiment`,
		len(keys), func(s *stmt, i int) {
			c := w.owed.days[keys[i]]
			s.int(keys[i].day).int(keys[i].channel).int(keys[i].direction).int(keys[i].member).
				int(c.conversations).int(c.seconds).int(c.sentiments).int(c.sentiment)
		})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if w.owed.days[key].conversations < 0 {
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
