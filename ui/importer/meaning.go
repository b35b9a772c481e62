package importer

import (
	"slices"
	"strings"

	"kontor/exchange"
)

// setField gives a column another meaning. What belongs together, such as a
// number and its label or the parts of an address, gets the same number;
// everything else a number of its own.
func setField(columns []exchange.Column, i int, field exchange.Field) []exchange.Column {
	columns = slices.Clone(columns)
	c := exchange.Column{Header: columns[i].Header, Field: field}
	columns[i] = c
	group := groupOf(field)
	switch {
	case field == exchange.FieldCustom:
		c.Name = c.Header
	case group == "":
	case !isValue(field):
		c.N = nearest(columns, i, group)
	case group == addressGroup:
		c.N = nearest(columns, i, group)
		if taken(columns, i, field, c.N) {
			c.N = highest(columns, i, group) + 1
		}
	default:
		c.N = highest(columns, i, group) + 1
	}
	columns[i] = c
	return columns
}

const addressGroup = "address"

// groupOf is the kind of value of which a contact may have several, "" for a
// field that it has once.
func groupOf(field exchange.Field) string {
	group, _, _ := strings.Cut(string(field), ".")
	switch group {
	case "email", "phone", "url", "identity", addressGroup, "relation":
		return group
	}
	if field == exchange.FieldPhonetic || field == exchange.FieldCustomLabel {
		return string(field)
	}
	return ""
}

// isValue tells values from what labels them.
func isValue(field exchange.Field) bool {
	return !strings.HasSuffix(string(field), ".label") && field != exchange.FieldIdentityService
}

// nearest is the number of the group's column next to one, to its left first.
func nearest(columns []exchange.Column, i int, group string) int {
	for distance := 1; distance < len(columns); distance++ {
		for _, at := range [2]int{i - distance, i + distance} {
			if at >= 0 && at < len(columns) && groupOf(columns[at].Field) == group && columns[at].N > 0 {
				return columns[at].N
			}
		}
	}
	return 1
}

func highest(columns []exchange.Column, but int, group string) int {
	n := 0
	for i, c := range columns {
		if i != but && groupOf(c.Field) == group {
			n = max(n, c.N)
		}
	}
	return n
}

func taken(columns []exchange.Column, but int, field exchange.Field, n int) bool {
	for i, c := range columns {
		if i != but && c.Field == field && c.N == n {
			return true
		}
	}
	return false
}
