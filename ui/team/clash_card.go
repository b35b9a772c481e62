package team

import (
	"time"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
)

// afterForm is how long a form may take to close after what it did was told.
const afterForm = 300 * time.Millisecond

// clashCard shows one field: what it was, and the two values to choose from.
type clashCard struct {
	content fyne.CanvasObject
	label   *kit.Text
	mine    *option
	theirs  *option
}

func newClashCard(c clash, index, of int, choose func(keep string)) *clashCard {
	card := &clashCard{label: kit.NewText(kit.Bold, c.label)}
	card.mine = newOption("1", i18n.T("team.attention.mine"), c.mine, func() { choose(domain.KeepMine) })
	card.theirs = newOption("2", c.by, c.theirs, func() { choose(domain.KeepTheirs) })
	head := kit.NewLine(8, card.label).Grow(card.label)
	if of > 1 {
		head = kit.NewLine(8, card.label, kit.NewText(kit.Faint, i18n.T("team.attention.one-of", index+1, of))).Grow(card.label)
	}
	card.content = kit.NewCard(kit.NewPadded(4, 6, 6, 6, kit.NewColumn(8,
		head, kit.NewParagraph(kit.Secondary, i18n.T("team.attention.base", c.base)),
		kit.NewLine(10, card.mine.content, card.theirs.content).Grow(card.mine.content, card.theirs.content).Top())))
	return card
}

// set marks what was chosen, and whether the keys speak of this field.
func (c *clashCard) set(chosen string, current bool) {
	c.label.SetColor("")
	if current {
		c.label.SetColor(kit.ColorAccent)
	}
	c.mine.set(chosen == domain.KeepMine)
	c.theirs.set(chosen == domain.KeepTheirs)
}

// option is one of the two values, to be pressed: what it says, and below who said
// so, since that differs in length.
type option struct {
	content fyne.CanvasObject
	host    *kit.Line // as high as the other option
	key     string
	caption string
	value   string
}

func newOption(key, caption, value string, onTap func()) *option {
	o := &option{host: kit.NewLine(0).Top(), key: key, caption: caption, value: value}
	o.content = kit.NewPressable(o.host, onTap)
	o.set(false)
	return o
}

func (o *option) set(chosen bool) {
	sign, tone := kit.IconCircle, kit.Neutral
	if chosen {
		sign, tone = kit.IconDone, kit.Accent
	}
	value, caption := kit.NewParagraph(kit.Strong, o.value), kit.NewParagraph(kit.Secondary, o.caption)
	value.MaxLines = valueLines
	said := kit.NewColumn(4, value, caption)
	ground := kit.NewNotice(tone, kit.NewLine(8, newSign(sign, tone), said, kit.NewColumn(0, kit.NewKeyCap(o.key))).Grow(said).Top())
	o.host.Grow(ground).SetObjects(ground)
}

// valueLines is how much of a long text is shown.
const valueLines = 8
