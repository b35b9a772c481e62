package server

import (
	"regexp"
	"slices"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
)

// filter reads what a client wants to see of all streams.
func (r *reader) filter() (func(*record) bool, error) {
	wanted := r.options.GetFilter()
	expression, of := wanted.GetStreamIdentifier(), func(found *record) string { return found.stream }
	if expression == nil {
		expression, of = wanted.GetEventType(), func(found *record) string { return found.kind }
	}
	switch {
	case wanted == nil:
		return func(*record) bool { return true }, nil
	case len(expression.GetPrefix()) > 0:
		return func(found *record) bool {
			return slices.ContainsFunc(expression.GetPrefix(), func(p string) bool { return strings.HasPrefix(of(found), p) })
		}, nil
	}
	pattern, err := regexp.Compile(expression.GetRegex())
	if err != nil {
		return nil, invalid("the filter is no regular expression")
	}
	return func(found *record) bool { return pattern.MatchString(of(found)) }, nil
}

// followAll prepares a subscription to all streams. With a filter, the client
// is told now and then how far it has come, so that it does not start over.
func (r *reader) followAll() (func() (bool, error), error) {
	fits, err := r.filter()
	if err != nil {
		return nil, err
	}
	next := r.startAll()
	if _, position := r.options.GetAll().GetAllOption().(*streams.ReadReq_Options_AllOptions_Position); position {
		next++ // a subscription starts after the position
	}
	wanted := r.options.GetFilter()
	interval := max(1, int(wanted.GetCheckpointIntervalMultiplier())) * max(1, int(wanted.GetMax()))
	seen, last := 0, int64(0)
	return func() (bool, error) {
		records := r.database.allForwards(next, page, r.view())
		for _, found := range records {
			next, last = found.position+1, found.position
			seen++
			if fits(found) {
				if err := r.send([]*record{found}); err != nil {
					return false, err
				}
			}
			if wanted != nil && seen%interval == 0 {
				if err := r.checkpoint(last); err != nil {
					return false, err
				}
				last = 0
			}
		}
		if len(records) == 0 && wanted != nil && last > 0 {
			at := last
			last = 0
			return false, r.checkpoint(at)
		}
		return len(records) > 0, nil
	}, nil
}

func (r *reader) checkpoint(position int64) error {
	at := uint64(position)
	return r.call.Send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{
		Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: at, PreparePosition: at},
	}})
}
