package desk

import (
	"slices"
	"strings"

	"kontor/i18n"
)

// knownRoles are the roles in a community that have a word in each language.
var knownRoles = []string{"advocate", "multiplier", "opinion-leader"}

// KnownRoles are the roles that ship.
func KnownRoles() []string { return slices.Clone(knownRoles) }

// RoleName is the word for a role: of those that ship, or as it was typed.
func RoleName(role string) string {
	if key := "role." + role; i18n.Has(key) {
		return i18n.T(key)
	}
	return role
}

// RolesText is how roles are shown and typed: with commas between them.
func RolesText(roles []string) string {
	said := make([]string, len(roles))
	for i, role := range roles {
		said[i] = RoleName(role)
	}
	return strings.Join(said, ", ")
}

// ReadRoles takes roles as they were typed: with commas between them, and the
// words for those that have a key of their own.
func ReadRoles(text string) []string {
	var roles []string
	for role := range strings.SplitSeq(text, ",") {
		if role = strings.TrimSpace(role); role == "" {
			continue
		}
		for _, known := range knownRoles {
			if strings.EqualFold(role, RoleName(known)) {
				role = known
			}
		}
		roles = append(roles, role)
	}
	return roles
}
