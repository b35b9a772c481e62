package kit

import (
	"hash/fnv"
	"image"
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// FaceKind is the shape of a face.
type FaceKind int

// People are round, organisations square, communities a symbol.
const (
	PersonFace FaceKind = iota
	OrganisationFace
	SymbolFace
)

// Face is how someone or something is recognised at a glance.
type Face struct {
	Kind  FaceKind
	ID    string      // gives the colour, the same everywhere and forever
	Name  string      // gives the initials
	Photo image.Image // instead of the initials
	Icon  Icon        // the symbol of SymbolFace
}

// Avatar shows a face.
type Avatar struct {
	widget.BaseWidget
	face Face
	size float32
}

// NewAvatar returns an avatar of a size: FaceList or FaceHead.
func NewAvatar(size float32, face Face) *Avatar {
	a := &Avatar{face: face, size: size}
	a.ExtendBaseWidget(a)
	return a
}

// SetFace shows someone else.
func (a *Avatar) SetFace(face Face) {
	if a.face == face {
		return
	}
	a.face = face
	a.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(nil)
	initials := canvas.NewText("", color.White)
	initials.Alignment = fyne.TextAlignCenter
	photo := &canvas.Image{FillMode: canvas.ImageFillCover}
	icon := newIconImage()
	return newView(a, func(size fyne.Size) {
		place(ground, 0, 0, size.Width, size.Height)
		place(photo, 0, 0, size.Width, size.Height)
		height := initials.MinSize().Height
		place(initials, 0, (size.Height-height)/2, size.Width, height)
		side := float32(int(size.Height * 0.54))
		place(icon, middle(size.Width, side), middle(size.Height, side), side, side)
	}, func() fyne.Size {
		return fyne.NewSquareSize(a.size)
	}, func() {
		radius := a.size / 2
		if a.face.Kind != PersonFace {
			radius = min(a.size/4, RadiusRow)
		}
		ground.CornerRadius, photo.CornerRadius = radius, radius
		ground.FillColor = faceColor(a.face.ID)
		if a.face.Kind == SymbolFace {
			ground.FillColor = Color(ColorAccentBg)
		}
		initials.Text = Initials(a.face.Name)
		initials.TextSize = float32(int(a.size*0.36 + 0.5))
		initials.TextStyle, initials.FontSource = FontFor(initials.Text, semiBold)
		initials.Color = Color(ColorWhite)
		symbol := a.face.Icon
		if a.face.Kind == SymbolFace && symbol == "" {
			symbol = IconCommunity
		}
		paintIcon(icon, symbol, ColorAccent)
		if photo.Image != a.face.Photo {
			photo.Image = a.face.Photo
			photo.Refresh()
		}
		setVisible(photo, a.face.Photo != nil)
		setVisible(icon, a.face.Kind == SymbolFace)
		setVisible(initials, a.face.Photo == nil && a.face.Kind != SymbolFace)
		setVisible(ground, a.face.Photo == nil)
		ground.Refresh()
		initials.Refresh()
	}, ground, initials, photo, icon)
}

func faceColor(id string) color.Color {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(id)) // a hash never fails
	return faces[sum.Sum32()%uint32(len(faces))]
}

// Initials returns the one or two letters of a name: of the first word, and of
// the last or, after a particle such as "von", of the first that follows it.
// Titles do not count.
func Initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;/()[]\"„“”'", r)
	})
	if len(words) == 0 {
		return "?"
	}
	for len(words) > 1 && isTitle(words[0]) {
		words = words[1:]
	}
	first, last := words[0], ""
	if len(words) > 1 {
		last = words[len(words)-1]
	}
	for i := 1; i+1 < len(words); i++ {
		if initial, _ := utf8.DecodeRuneInString(words[i]); unicode.IsLower(initial) {
			if next, _ := utf8.DecodeRuneInString(words[i+1]); !unicode.IsLower(next) {
				last = words[i+1]
				break
			}
		}
	}
	return letter(first) + letter(last)
}

// isTitle reports whether a word is one like "Dr."; "J." is a name.
func isTitle(word string) bool { return len(word) > 2 && strings.HasSuffix(word, ".") }

func letter(word string) string {
	r, _ := utf8.DecodeRuneInString(word)
	if word == "" || r == utf8.RuneError {
		return ""
	}
	return string(unicode.ToUpper(r))
}
