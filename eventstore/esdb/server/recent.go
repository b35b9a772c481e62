package server

// remembered is how many commits the server looks through when a client appends
// without an expected revision. There, and only there, repeating is at least
// once: an older append is added a second time.
const remembered = 1 << 16

// recentCommits finds the newest records by their ids.
type recentCommits struct {
	byID  map[[16]byte]*record
	order []*record // a ring
	next  int
}

func newRecentCommits() *recentCommits {
	return &recentCommits{byID: map[[16]byte]*record{}}
}

func (c *recentCommits) note(r *record) {
	if len(c.order) < remembered {
		c.order = append(c.order, r)
	} else {
		if oldest := c.order[c.next]; c.byID[oldest.id] == oldest {
			delete(c.byID, oldest.id)
		}
		c.order[c.next] = r
		c.next = (c.next + 1) % remembered
	}
	c.byID[r.id] = r
}

func (c *recentCommits) find(id [16]byte) *record { return c.byID[id] }
