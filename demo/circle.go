package demo

import (
	"fmt"
	"strconv"
	"strings"

	"kontor/domain"
)

// communityText describes one of the communities of the default taxonomy.
type communityText struct {
	kind                           domain.CommunityKind
	name, purpose, goals, channels string
	rhythm                         domain.Rhythm
}

// house is an organisation of the circle that every sample begins with.
type house struct {
	key, name, legal, street, postCode, town, country string
	community                                         domain.CommunityKind
	parent                                            string // key
	tags                                              []string
	description                                       string
}

// figure is a person of that circle.
type figure struct {
	name         domain.Name
	woman        bool
	house, title string
	joins        []joining
	weight       float64 // how much goes on with the person
	quiet        int     // no contact for so many days
	birthday     domain.PartialDate
	tags         []string
	english      bool
	introducedBy string // family name
	note         string
}

type joining struct {
	kind  domain.CommunityKind
	roles []string
}

func (l *library) readCircle() error {
	content, err := l.file("circle.txt")
	if err != nil {
		return err
	}
	for _, s := range sections(string(content)) {
		for _, line := range s.lines {
			columns := strings.Split(line, "|")
			for i := range columns {
				columns[i] = strings.TrimSpace(columns[i])
			}
			if err := l.readRow(s.heading, columns); err != nil {
				return fmt.Errorf("circle: %q: %w", line, err)
			}
		}
	}
	return nil
}

func (l *library) readRow(heading string, c []string) error {
	if want := map[string]int{"communities": 6, "organisations": 11, "people": 15}[heading]; len(c) != want {
		return fmt.Errorf("%d columns instead of %d", len(c), want)
	}
	switch heading {
	case "communities":
		rhythm, err := strconv.Atoi(c[2])
		if err != nil {
			return err
		}
		l.communities = append(l.communities, communityText{
			kind: domain.CommunityKind(c[0]), name: c[1], rhythm: domain.Rhythm(rhythm),
			purpose: c[3], goals: c[4], channels: c[5],
		})
	case "organisations":
		l.houses = append(l.houses, house{
			key: c[0], name: c[1], legal: c[2], street: c[3], postCode: c[4], town: c[5], country: c[6],
			community: domain.CommunityKind(c[7]), parent: c[8], tags: strings.Fields(c[9]), description: c[10],
		})
	case "people":
		f, err := readFigure(c)
		if err != nil {
			return err
		}
		l.circle = append(l.circle, f)
	}
	return nil
}

func readFigure(c []string) (figure, error) {
	f := figure{
		name:  domain.Name{Title: c[0], Given: c[1], Middle: c[2], Particle: c[3], Family: c[4]},
		woman: c[5] == "w", house: c[6], title: c[7], introducedBy: c[13], note: c[14],
	}
	for _, word := range strings.Fields(c[8]) {
		kind, roles, _ := strings.Cut(word, "=")
		j := joining{kind: domain.CommunityKind(kind)}
		if roles != "" {
			j.roles = strings.Split(roles, ",")
		}
		f.joins = append(f.joins, j)
	}
	for _, word := range strings.Fields(c[12]) {
		if word == "language=en" {
			f.english = true
			continue
		}
		f.tags = append(f.tags, word)
	}
	var err error
	if f.weight, err = strconv.ParseFloat(c[9], 64); err != nil {
		return f, err
	}
	if f.quiet, err = strconv.Atoi(c[10]); err != nil {
		return f, err
	}
	if c[11] != "" {
		_, err = fmt.Sscanf(c[11], "%d.%d.%d", &f.birthday.Day, &f.birthday.Month, &f.birthday.Year)
	}
	return f, err
}
