package quicklog

import (
	"slices"
	"strings"
	"time"
)

// Opening is how a line begins for a conversation with people, or with an
// organisation, over the channel that a word names. It is read back as just
// that: names that would be taken apart stand in quotes. It is "" where the
// word cannot be read back as the channel.
func Opening(word, channel string, people []string, organisation string, opts Options) string {
	for _, form := range []func(string) string{func(name string) string { return name }, quote} {
		var named []string
		for _, name := range people {
			named = append(named, form(name))
		}
		line := word + " " + strings.Join(named, ", ")
		if organisation != "" {
			line = strings.TrimSuffix(line, " ") + " @ " + form(organisation)
		}
		line += ": "
		if opens(line, channel, people, organisation, opts) {
			return line
		}
	}
	return ""
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, "") + `"` }

// opens tells whether an opening is read back as what it says.
func opens(line, channel string, people []string, organisation string, opts Options) bool {
	read := Parse(line, time.Now(), opts)
	if read.Channel != channel || !read.ChannelGiven || read.DirectionGiven || read.WhenGiven || read.Subject != "" || read.Text != "" {
		return false
	}
	var there []string
	if organisation != "" {
		there = []string{strings.ReplaceAll(organisation, `"`, "")}
	}
	var wanted []string
	for _, name := range people {
		wanted = append(wanted, strings.ReplaceAll(name, `"`, ""))
	}
	// A colleague of the same name is for whoever writes to choose.
	return slices.Equal(texts(append(slices.Clone(read.People), read.Ours...)), wanted) && slices.Equal(texts(read.Organisations), there)
}

func texts(names []Name) []string {
	var list []string
	for _, name := range names {
		list = append(list, name.Text)
	}
	return list
}
