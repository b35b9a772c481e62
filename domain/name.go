package domain

import (
	"strings"

	"github.com/google/uuid"
)

// Full is the name as one reads it: "Dr. Charlotte von Stein".
func (n Name) Full() string {
	if n.Given == "" && n.Family == "" {
		if n.Display != "" {
			return n.Display
		}
		return n.Nickname
	}
	return joinWords(n.Title, n.Given, n.Middle, n.Particle, n.Family, n.Suffix)
}

// Short is the name without title, suffix and further given names:
// "Charlotte von Stein".
func (n Name) Short() string {
	if n.Given == "" && n.Family == "" {
		return n.Full()
	}
	return joinWords(n.Given, n.Particle, n.Family)
}

// Sort is the name in the order of a list: "Stein, Charlotte von".
func (n Name) Sort() string {
	if n.Family == "" {
		return n.Full()
	}
	rest := joinWords(n.Given, n.Middle, n.Particle)
	if rest == "" {
		return n.Family
	}
	return n.Family + ", " + rest
}

// Initials are the one or two letters of the avatar.
func (n Name) Initials() string {
	words := strings.Fields(n.Short())
	if n.Given != "" && n.Family != "" {
		words = []string{n.Given, n.Family}
	}
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	var b strings.Builder
	for _, w := range words {
		for _, r := range w {
			b.WriteRune(r)
			break
		}
	}
	return strings.ToUpper(b.String())
}

// IsZero reports whether nothing is known of the name.
func (n Name) IsZero() bool { return n == Name{} }

func joinWords(words ...string) string {
	var full []string
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			full = append(full, w)
		}
	}
	return strings.Join(full, " ")
}

// ParseID reads an id as it is written: "018f…-…".
func ParseID(s string) (ID, error) { return uuid.Parse(s) }
