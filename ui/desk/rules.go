package desk

import (
	"kontor/domain"
	"kontor/i18n"
)

// RuleText says what a rule of a filter asks for, as a chip shows it. name tells
// how a record is called.
func RuleText(r domain.Rule, name func(domain.ID) string) string {
	key := "rule." + string(r.About) + "." + string(r.Op)
	switch r.About {
	case domain.AboutOwner:
		if r.Record == domain.None {
			return i18n.T(key + ".nobody")
		}
		return i18n.T(key, name(r.Record))
	case domain.AboutCommunity, domain.AboutOrganisation:
		return i18n.T(key, name(r.Record))
	case domain.AboutTag:
		return i18n.T(key, r.Text)
	case domain.AboutRole:
		return i18n.T(key, RoleName(r.Text))
	case domain.AboutLastContact:
		if r.Op != domain.OpNever {
			return i18n.N(key, r.Days)
		}
	case domain.AboutRhythm:
		return i18n.T(key, i18n.T("rhythm.state."+string(r.State)))
	case domain.AboutDetail:
		return i18n.T(key, i18n.T("rule.detail."+string(r.Detail)))
	}
	return i18n.T(key)
}
