package report

import (
	"strings"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

// section is a part of the page under a title. Its rows are drawn as far as there
// is room; those that are not are counted.
type section struct {
	titles []title
	rows   []row
	beyond int    // more than were read; -1 for nobody knows how many
	more   string // the key of the line that counts them
	least  int    // so many rows come before those of other sections
	shown  int
}

// title stands above a column.
type title struct {
	x    float64
	text string
}

// row is a part of a section that is drawn whole or not at all.
type row struct {
	height float64
	draw   func(y float64)
}

const titleHeight = 6.4

// sections draws what stands below the head.
func (p *page) sections() {
	all := []*section{p.facts(), p.people(), p.open(), p.talks()}
	p.share(all)
	for _, s := range all {
		p.draw(s)
	}
}

// share gives each section its first rows, and then one after another those that
// still fit.
func (p *page) share(all []*section) {
	for i := range all {
		for all[i].shown < all[i].least && p.grow(all, all[i]) {
		}
	}
	for grown := true; grown; {
		grown = false
		for _, s := range all {
			grown = p.grow(all, s) || grown
		}
	}
}

// grow shows one more row of a section if all that is shown then fits.
func (p *page) grow(all []*section, s *section) bool {
	if s.shown == len(s.rows) {
		return false
	}
	s.shown++
	height := 0.0
	for _, other := range all {
		height += other.height()
	}
	if p.y+height <= p.bottom {
		return true
	}
	s.shown--
	return false
}

func (s *section) rest() int {
	if s.beyond < 0 {
		return -1
	}
	return len(s.rows) - s.shown + s.beyond
}

// height is that of what is shown of it. Where nothing is shown yet, its title
// and the line that counts its rows are.
func (s *section) height() float64 {
	if len(s.rows) == 0 {
		return 0
	}
	height := gapSections + titleHeight
	for _, r := range s.rows[:s.shown] {
		height += r.height
	}
	if s.rest() != 0 {
		height += styleFaint.line()
	}
	return height
}

func (p *page) draw(s *section) {
	if len(s.rows) == 0 {
		return
	}
	p.y += gapSections
	for i, t := range s.titles {
		end := marginSide + textWidth
		if i+1 < len(s.titles) {
			end = s.titles[i+1].x - 2
		}
		p.write(styleTitle, t.x, p.y, end-t.x, upper(t.text))
	}
	p.rule(p.y + titleHeight - 1.6)
	p.y += titleHeight
	for _, r := range s.rows[:s.shown] {
		r.draw(p.y)
		p.y += r.height
	}
	switch rest := s.rest(); {
	case rest > 0:
		p.write(styleFaint, marginSide, p.y, textWidth, i18n.N(s.more, rest))
		p.y += styleFaint.line()
	case rest < 0:
		p.write(styleFaint, marginSide, p.y, textWidth, i18n.T(s.more+".many"))
		p.y += styleFaint.line()
	}
}

// facts stand left, and who of us knows them right.
func (p *page) facts() *section {
	d := p.dossier
	s := &section{more: "report.more.facts", least: 4}
	const left, gap = textWidth * 0.57, 8.0
	right, width := marginSide+left+gap, textWidth-left-gap
	switch known := i18n.T("report.known." + string(d.Kind)); {
	case len(d.Facts) == 0:
		right, width = marginSide, textWidth
		s.titles = []title{{marginSide, known}}
	case len(d.KnownBy) == 0:
		s.titles = []title{{marginSide, i18n.T("report.contact")}}
	default:
		s.titles = []title{{marginSide, i18n.T("report.contact")}, {right, known}}
	}
	for i := range max(len(d.Facts), len(d.KnownBy)) {
		s.rows = append(s.rows, row{styleBody.line() + 0.7, func(y float64) {
			if i < len(d.Facts) {
				p.pair(marginSide, y, left, 0.31, d.Facts[i])
			}
			if i < len(d.KnownBy) {
				p.pair(right, y, width, 0.6, d.KnownBy[i])
			}
		}})
	}
	return s
}

// pair is a label with its value beside it.
func (p *page) pair(x, y, width, share float64, f Fact) {
	p.write(styleQuiet, x, y, width*share-2, f.Label)
	p.write(styleBody, x+width*share, y, width*(1-share), f.Value)
}

// people are those of an organisation, with who of us knows them.
func (p *page) people() *section {
	const name, role, last = 0.29, 0.51, 0.65 // where the columns end, of the width
	s := &section{more: "report.more.people", beyond: p.dossier.MorePeople, least: 6, titles: []title{
		{marginSide, i18n.T("report.people")},
		{marginSide + textWidth*name, i18n.T("report.people.role")},
		{marginSide + textWidth*role, i18n.T("report.people.last")},
		{marginSide + textWidth*last, i18n.T("report.people.known")},
	}}
	for _, a := range p.dossier.People {
		s.rows = append(s.rows, row{styleBody.line() + 0.9, func(y float64) {
			p.write(styleStrong, marginSide, y, textWidth*name-3, a.Name)
			p.write(styleQuiet, marginSide+textWidth*name, y, textWidth*(role-name)-3, a.Role)
			p.write(styleQuiet, marginSide+textWidth*role, y, textWidth*(last-role)-3, a.Last)
			p.write(styleBody, marginSide+textWidth*last, y, textWidth*(1-last), p.several(styleBody, textWidth*(1-last), a.KnownBy))
		}})
	}
	return s
}

// several names as many as there is room for, and counts the others.
func (p *page) several(s style, width float64, names []string) string {
	for n := len(names); n > 0; n-- {
		text := strings.Join(names[:n], ", ")
		if n < len(names) {
			text += ", +" + i18n.Number(len(names)-n)
		}
		if p.widest(s, width+1, text) <= width {
			return text
		}
	}
	return strings.Join(names, ", ") // is cut where it is written
}

// open are the promises and the answers that are due. The names and the days have
// the room they need, up to a quarter of the line each.
func (p *page) open() *section {
	s := &section{titles: []title{{marginSide, i18n.T("report.open")}}, more: "report.more.open", least: 3}
	var whose, due float64
	for _, t := range p.dossier.Open {
		whose = max(whose, p.widest(styleQuiet, textWidth*0.26, t.Whose))
		due = max(due, p.widest(t.style(), textWidth*0.26, t.Due))
	}
	const gap = 4.0
	width := textWidth - whose - due - 2*gap
	for _, t := range p.dossier.Open {
		lines := p.wrap(styleBody, t.Text, width, 2)
		s.rows = append(s.rows, row{float64(max(1, len(lines)))*styleBody.line() + 0.9, func(y float64) {
			p.lines(styleBody, marginSide, y, lines)
			p.write(styleQuiet, marginSide+width+gap, y, whose, t.Whose)
			p.writeRight(t.style(), marginSide+textWidth, y, due, t.Due)
		}})
	}
	return s
}

// style is that of the day on which the task is due.
func (t Task) style() style {
	if t.Late {
		return styleStrong.in(inkLate)
	}
	return styleQuiet
}

// talks are the conversations, the latest first.
func (p *page) talks() *section {
	s := &section{titles: []title{{marginSide, i18n.T("report.talks")}}, more: "report.more.talks", beyond: p.dossier.MoreTalks, least: 2}
	const left = 34.0
	width := textWidth - left
	for _, t := range p.dossier.Talks {
		title := p.wrap(styleStrong, t.Subject, width*0.55, 1)
		text := p.wrap(styleBody, t.Text, width, 3)
		height := styleBody.line()*float64(1+len(text)) + 1.8
		s.rows = append(s.rows, row{height, func(y float64) {
			p.write(styleQuiet, marginSide, y, left-3, t.Day)
			x := marginSide + left
			if len(title) > 0 {
				x += p.write(styleStrong, x, y, width, title[0]) + 2.5
			}
			p.write(styleQuiet, x, y, marginSide+textWidth-x, t.Who)
			y += styleBody.line()
			p.write(styleFaint, marginSide, y, left-3, t.Channel)
			p.lines(styleBody, marginSide+left, y, text)
		}})
		if len(text) == 0 {
			s.rows[len(s.rows)-1].height += styleFaint.line() // the channel stands there
		}
	}
	return s
}

// dayOf is a day as it is printed: in full, since a page is read later too.
func dayOf(t time.Time) string {
	return workspace.DateText(domain.PartialDate{Year: t.Year(), Month: int(t.Month()), Day: t.Day()})
}
