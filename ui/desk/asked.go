package desk

import (
	"strconv"
	"strings"

	"kontor/projections"
	"kontor/ui/kit"
)

// Asked is a list that was asked for by a number or a segment: in words, and as
// the query for it.
type Asked struct {
	Label string
	projections.List
}

// askedPrefix begins the argument of a route that leads to what was asked.
const askedPrefix = "query:"

// OpenList shows what was asked for: people on their own page, all else on the
// page of lists. Queries hold words about people, so the route only numbers them
// and nothing of them outlasts the window.
func (d *Desk) OpenList(a Asked) {
	page := PageBehind
	switch {
	case a.People != nil:
		page = PagePeople
	case a.Timeline == nil && a.FollowUps == nil && a.Owed == nil:
		return
	}
	d.asked = append(d.asked, a)
	d.Shell.Open(kit.Route{Page: page, Arg: askedPrefix + strconv.Itoa(len(d.asked)-1)})
}

// AskedBy returns what the argument of a route asks for.
func (d *Desk) AskedBy(arg string) (a Asked, ok bool) {
	number, isAsked := strings.CutPrefix(arg, askedPrefix)
	n, err := strconv.Atoi(number)
	if !isAsked || err != nil || n < 0 || n >= len(d.asked) {
		return a, false
	}
	return d.asked[n], true
}
