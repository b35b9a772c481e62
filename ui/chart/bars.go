package chart

import (
	"fyne.io/fyne/v2"

	"kontor/ui/kit"
)

// Bar is a share of a whole with its name before it and its words behind it.
type Bar struct {
	Mark
	Name   string
	Share  float64 // 0 to 1
	Before float64 // in the period before; drawn where Had
	Had    bool
	Words  string // "31 / 38"
	Soon   bool   // asks for attention
	Strong bool   // the sum of all others
}

// Bars are shares below each other. A stroke in the track says the period
// before.
type Bars struct {
	plot
	bars []Bar
}

const barPitch float32 = 26

// NewBars returns bars.
func NewBars(bars []Bar) *Bars {
	b := &Bars{bars: bars}
	for _, bar := range bars {
		b.marks = append(b.marks, bar.Mark)
	}
	b.height = func(float32) float32 { return float32(len(bars)) * barPitch }
	b.draw = b.paint
	b.own(b)
	return b
}

func (b *Bars) paint(d *drawing) {
	var names, words float32
	for _, bar := range b.bars {
		names = max(names, widthOf(bar.Name, kit.TextSecondary))
		words = max(words, widthOf(bar.Words, kit.TextSecondary))
	}
	names = min(names, d.size.Width*0.4)
	left, right := names+12, d.size.Width-words-12
	for i, bar := range b.bars {
		y := float32(i) * barPitch
		text, track := y+(barPitch-labelHeight)/2, y+(barPitch-8)/2
		color := kit.ColorSecondary
		if bar.Strong {
			color = kit.ColorText
		}
		d.text(color, kit.TextSecondary, cut(bar.Name, kit.TextSecondary, names), 0, text, fyne.TextAlignLeading)
		d.text(kit.ColorSecondary, kit.TextSecondary, bar.Words, d.size.Width, text, fyne.TextAlignTrailing)
		width := max(right-left, 0)
		d.rect(kit.ColorChip, left, track, width, 8, 4)
		fill := kit.ColorMark1
		if bar.Soon {
			fill = kit.ColorMarkSoon
		}
		if bar.Share > 0 {
			d.rect(fill, left, track, max(width*float32(min(bar.Share, 1)), 8), 8, 4)
		}
		if bar.Had {
			x := left + width*float32(min(bar.Before, 1))
			d.line(kit.ColorPanel, 3.5, x, track-3, x, track+11)
			d.line(kit.ColorText, 1.5, x, track-3, x, track+11)
		}
		d.hit(0, y+1, d.size.Width, barPitch-2)
	}
}

// Part is a part of a whole.
type Part struct {
	Mark
	Name  string
	Value float64
	Words string // "45 %"
}

// Share is a whole as one bar of its parts, each with its words below.
type Share struct {
	plot
	parts []Part
}

// NewShare returns the parts of a whole.
func NewShare(parts []Part) *Share {
	s := &Share{parts: parts}
	for _, part := range parts {
		s.marks = append(s.marks, part.Mark)
	}
	s.height = func(float32) float32 { return 22 + 20*float32(len(parts)) }
	s.draw = s.paint
	s.own(s)
	return s
}

func (s *Share) paint(d *drawing) {
	var total float64
	for _, part := range s.parts {
		total += part.Value
	}
	x := float32(0)
	for i, part := range s.parts {
		color := PartColors[min(i, len(PartColors)-1)]
		y := 20 + float32(i)*20
		if total > 0 && part.Value > 0 {
			width := d.size.Width * float32(part.Value/total)
			d.rect(color, x, 0, max(width-1.5, 1), 12, 2)
			x += width
		}
		d.rect(color, 0, y+5, 10, 10, 2)
		d.text(kit.ColorSecondary, kit.TextSecondary, part.Name, 18, y+2, fyne.TextAlignLeading)
		d.text(kit.ColorSecondary, kit.TextSecondary, part.Words, d.size.Width, y+2, fyne.TextAlignTrailing)
		d.hit(0, y, d.size.Width, 20)
	}
}

// Entry is a line of a legend.
type Entry struct {
	Name string
	Line bool // drawn as a line instead of an area
}

// NewLegend names the parts of columns in the order of their colours.
func NewLegend(entries []Entry) fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(entries))
	for i, entry := range entries {
		l := &legend{entry: entry, color: PartColors[min(i, len(PartColors)-1)]}
		l.height = func(float32) float32 { return 18 }
		l.draw = l.paint
		l.own(l)
		objects[i] = l
	}
	return kit.NewFlow(10, objects...)
}

type legend struct {
	plot
	entry Entry
	color fyne.ThemeColorName
}

func (l *legend) paint(d *drawing) {
	if l.entry.Line {
		d.line(kit.ColorText, 1.5, 0, 9, 12, 9)
	} else {
		d.rect(l.color, 0, 4, 10, 10, 2)
	}
	d.text(kit.ColorSecondary, kit.TextSecondary, l.entry.Name, 16, 1, fyne.TextAlignLeading)
}

// MinSize is that of the words.
func (l *legend) MinSize() fyne.Size {
	return fyne.NewSize(16+widthOf(l.entry.Name, kit.TextSecondary), 18)
}
