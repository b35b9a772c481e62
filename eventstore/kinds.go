package eventstore

import (
	"fmt"
	"strconv"
	"strings"

	"kontor/domain"
)

// kindCodes are the numbers that stand for the kinds in log.db and in the
// hashes. They are part of the format: a number is never given another meaning.
var kindCodes = map[domain.Kind]uint16{
	domain.KindWorkspace:    1,
	domain.KindMember:       2,
	domain.KindPerson:       3,
	domain.KindOrganisation: 4,
	domain.KindCommunity:    5,
	domain.KindConversation: 6,
	domain.KindFollowUp:     7,
	domain.KindImport:       8,
	domain.KindSegment:      9,
	domain.KindNeed:         10,
}

var kindNames = func() map[uint16]domain.Kind {
	names := make(map[uint16]domain.Kind, len(kindCodes))
	for kind, code := range kindCodes {
		names[code] = kind
	}
	return names
}()

// kindOf names a code. A code that only a newer version knows becomes "#11" and
// is written back as the same code.
func kindOf(code uint16) domain.Kind {
	if kind, ok := kindNames[code]; ok {
		return kind
	}
	return domain.Kind("#" + strconv.Itoa(int(code)))
}

func codeOf(kind domain.Kind) (uint16, error) {
	if code, ok := kindCodes[kind]; ok {
		return code, nil
	}
	if digits, ok := strings.CutPrefix(string(kind), "#"); ok {
		if code, err := strconv.ParseUint(digits, 10, 16); err == nil {
			return uint16(code), nil
		}
	}
	return 0, fmt.Errorf("eventstore: kind %q has no code", kind)
}
