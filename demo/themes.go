package demo

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontor/domain"
)

//go:embed sample
var sampleFiles embed.FS

// theme is something that people talk about again and again.
type theme struct {
	name string
	tags []string
	// likely says how likely each community is to talk about it.
	likely map[domain.CommunityKind]float64

	subject, ask, progress, trouble, praise pool
	spoken, written                         pool // what we said, what we sent
	detail, task                            pool
	ourLetter, theirLetter                  pool
}

// pool is a number of phrases that serve the same purpose. Its number says
// which deck of a story belongs to it.
type pool struct {
	number  int
	phrases []phrase
}

// library is everything that the sample's texts are made of.
type library struct {
	folder  string
	themes  []theme
	english theme
	fair    *theme

	next, urgent, glad, mention, referral, remark pool
	reason, addition, mistake                     pool
	minutes, agreed, places, opening, ending      pool
	notes, acquainted                             pool

	names       map[string][]spelling
	communities []communityText
	houses      []house
	circle      []figure

	pools int
}

// texts reads the embedded sample of a language once. That it can be read is
// tested.
func texts(language string) *library {
	if tongueOf(language) == &english {
		return englishTexts()
	}
	return germanTexts()
}

var (
	germanTexts  = sync.OnceValue(func() *library { return mustRead(german.folder) })
	englishTexts = sync.OnceValue(func() *library { return mustRead(english.folder) })
)

func mustRead(folder string) *library {
	l, err := readLibrary(folder)
	if err != nil {
		panic(fmt.Errorf("reading the embedded sample: %w", err))
	}
	return l
}

func readLibrary(folder string) (*library, error) {
	l := &library{folder: folder, names: map[string][]spelling{}}
	for _, read := range []func() error{l.readThemes, l.readCommon, l.readNames, l.readCircle} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// file reads a file of the sample: that of the language, or else the one that all
// languages share.
func (l *library) file(name string) ([]byte, error) {
	content, err := sampleFiles.ReadFile(l.folder + name)
	if errors.Is(err, fs.ErrNotExist) {
		return sampleFiles.ReadFile(german.folder + name)
	}
	return content, err
}

func (l *library) readThemes() error {
	files, err := fs.Glob(sampleFiles, "sample/themes/*.txt")
	if err != nil {
		return err
	}
	for _, file := range files {
		t, err := l.readTheme(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if t.name == "english" {
			l.english = t
			continue
		}
		l.themes = append(l.themes, t)
	}
	i := slices.IndexFunc(l.themes, func(t theme) bool { return t.name == "messestand" })
	if i < 0 {
		return fmt.Errorf("no theme for the fairs")
	}
	l.fair = &l.themes[i]
	return nil
}

func (l *library) readTheme(file string) (theme, error) {
	name := strings.TrimSuffix(file[strings.LastIndex(file, "/")+1:], ".txt")
	t := theme{name: name, likely: map[domain.CommunityKind]float64{}}
	pools := map[string]*pool{
		"betreff": &t.subject, "frage": &t.ask, "stand": &t.progress, "sorge": &t.trouble, "lob": &t.praise,
		"wir": &t.spoken, "schickt": &t.written, "zusatz": &t.detail, "aufgabe": &t.task,
		"brief": &t.ourLetter, "zuschrift": &t.theirLetter,
	}
	content, err := l.file(strings.TrimPrefix(file, german.folder))
	if err != nil {
		return t, err
	}
	for _, s := range sections(string(content)) {
		switch s.heading {
		case "für":
			for _, word := range strings.Fields(strings.Join(s.lines, " ")) {
				kind, weight, _ := strings.Cut(word, "=")
				if t.likely[domain.CommunityKind(kind)], err = strconv.ParseFloat(weight, 64); err != nil {
					return t, err
				}
			}
		case "schlagworte":
			t.tags = s.lines
		default:
			if err := l.fillPool(pools, s); err != nil {
				return t, err
			}
		}
	}
	return t, complete(pools)
}

func (l *library) readCommon() error {
	pools := map[string]*pool{
		"weiter": &l.next, "eilig": &l.urgent, "froh": &l.glad, "erwähnt": &l.mention, "verwiesen": &l.referral, "notiz": &l.remark,
		"korrektur": &l.reason, "nachtrag": &l.addition, "rücknahme": &l.mistake,
		"protokoll": &l.minutes, "vereinbart": &l.agreed, "orte": &l.places,
		"anfang": &l.opening, "schluss": &l.ending, "notizen": &l.notes, "bekannt": &l.acquainted,
	}
	content, err := l.file("common.txt")
	if err != nil {
		return err
	}
	for _, s := range sections(string(content)) {
		if err := l.fillPool(pools, s); err != nil {
			return err
		}
	}
	return complete(pools)
}

func (l *library) fillPool(pools map[string]*pool, s section) error {
	p, ok := pools[s.heading]
	if !ok {
		return fmt.Errorf("nothing is called [%s]", s.heading)
	}
	p.number = l.pools
	l.pools++
	for _, line := range s.lines {
		parsed, err := parsePhrase(line)
		if err != nil {
			return err
		}
		p.phrases = append(p.phrases, parsed)
	}
	return nil
}

func complete(pools map[string]*pool) error {
	for heading, p := range pools {
		if len(p.phrases) == 0 {
			return fmt.Errorf("[%s] is missing", heading)
		}
	}
	return nil
}

// spelling is a name as its bearer writes it and in Latin letters.
type spelling struct{ native, latin string }

func (l *library) readNames() error {
	content, err := l.file("names.txt")
	if err != nil {
		return err
	}
	for _, s := range sections(string(content)) {
		for _, word := range strings.Fields(strings.Join(s.lines, " ")) {
			native, latin, ok := strings.Cut(word, "=")
			if !ok {
				latin = native
			}
			l.names[s.heading] = append(l.names[s.heading], spelling{native, latin})
		}
	}
	for _, origin := range origins {
		for _, list := range []string{origin.women, origin.men, origin.families} {
			if len(l.names[list]) == 0 {
				return fmt.Errorf("no names under [%s]", list)
			}
		}
	}
	return nil
}
