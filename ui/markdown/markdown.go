// Package markdown shows a text written in Markdown. Pictures are left out,
// since fetching them would tell their owner who reads, and only links to the
// web, to a mail and to a telephone lead anywhere.
package markdown

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"kontor/ui/kit"
)

// MaxShown is how much of a text is shown, in bytes: laying out more would halt
// the window.
const MaxShown = 256 << 10

// New returns a text as it reads. open is called for a link that was tapped.
func New(source string, open func(*url.URL)) fyne.CanvasObject {
	if len(source) > MaxShown {
		source = strings.ToValidUTF8(source[:MaxShown], "") + " …"
	}
	w := &writer{source: []byte(source), open: open}
	return kit.NewColumn(8, w.blocks(parse(w.source))...)
}

var dialect = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.Linkify, extension.TaskList)).Parser()

func parse(source []byte) ast.Node { return dialect.Parse(text.NewReader(source)) }

// Plain is a text without its marks on one line, for the first words in a list.
func Plain(source string) string {
	w := &writer{source: []byte(source)}
	var words []string
	var walk func(ast.Node)
	walk = func(parent ast.Node) {
		for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
			switch node.(type) {
			case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
				words = append(words, w.lines(node))
				continue
			case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
				for _, span := range w.inline(node, style{}, nil) {
					words = append(words, span.Text)
				}
				words = append(words, " ")
				continue
			}
			walk(node)
		}
	}
	walk(parse(w.source))
	return strings.Join(strings.Fields(strings.Join(words, "")), " ")
}

type writer struct {
	source []byte
	open   func(*url.URL)
}

// style is how words within a block are written.
type style struct {
	role  kit.TextStyle
	color fyne.ThemeColorName
	mark  fyne.ThemeColorName
	onTap func()
}

func (w *writer) blocks(parent ast.Node) []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		if object := w.block(node); object != nil {
			objects = append(objects, object)
		}
	}
	return objects
}

func (w *writer) block(node ast.Node) fyne.CanvasObject {
	switch n := node.(type) {
	case *ast.Heading:
		role := kit.Bold
		if n.Level <= 2 {
			role = kit.Heading
		}
		return w.paragraph(n, style{role: role})
	case *ast.Paragraph, *ast.TextBlock:
		return w.paragraph(n, style{})
	case *ast.Blockquote:
		quote := kit.NewColumn(8, w.blocks(n)...)
		return kit.NewLine(12, kit.NewVerticalHairline(), quote).Grow(quote).Top()
	case *ast.List:
		return w.list(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		return kit.NewNotice(kit.Neutral, kit.NewRichText(kit.Span{Text: strings.TrimRight(w.lines(n), "\n")}))
	case *ast.ThematicBreak:
		return kit.NewPadded(4, 0, 4, 0, kit.NewHairline())
	}
	return nil
}

// list sets the mark of each entry before it.
func (w *writer) list(n *ast.List) fyne.CanvasObject {
	column := kit.NewColumn(4)
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "•"
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + "."
			number++
		}
		content := kit.NewColumn(4, w.blocks(item)...)
		column.Add(kit.NewLine(6, kit.NewFixed(18, kit.NewColumn(0, kit.NewText(kit.Body, mark))), content).Grow(content).Top())
	}
	return column
}

// lines are the words of a block that is shown as it was written.
func (w *writer) lines(n ast.Node) string {
	var all strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		all.Write(line.Value(w.source))
	}
	return all.String()
}

func (w *writer) paragraph(n ast.Node, s style) fyne.CanvasObject {
	spans := w.inline(n, s, nil)
	if len(spans) == 0 {
		return nil
	}
	return kit.NewRichText(spans...)
}

func (w *writer) inline(parent ast.Node, s style, spans []kit.Span) []kit.Span {
	say := func(text string, s style) {
		if text != "" {
			spans = append(spans, kit.Span{Text: text, Style: s.role, Color: s.color, Mark: s.mark, OnTap: s.onTap})
		}
	}
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch n := node.(type) {
		case *ast.Text:
			say(string(n.Value(w.source)), s)
			if n.HardLineBreak() || n.SoftLineBreak() {
				say("\n", s) // who writes a note breaks lines where they should break
			}
		case *ast.String:
			say(string(n.Value), s)
		case *ast.CodeSpan:
			code := s
			code.mark = kit.ColorChip
			spans = w.inline(n, code, spans)
		case *ast.Emphasis:
			strong := s
			if strong.role = kit.Emphasis; n.Level >= 2 {
				strong.role = kit.Bold
			}
			spans = w.inline(n, strong, spans)
		case *ast.Link:
			spans = w.inline(n, w.link(s, string(n.Destination)), spans)
		case *ast.AutoLink:
			address := string(n.URL(w.source))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(address, "mailto:") {
				address = "mailto:" + address
			}
			say(string(n.Label(w.source)), w.link(s, address))
		case *ast.Image:
			// Only its description is told.
			described := s
			described.color = kit.ColorFaint
			spans = w.inline(n, described, spans)
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				say(string(segment.Value(w.source)), s)
			}
		case *east.TaskCheckBox:
			say(map[bool]string{true: "✓ ", false: "○ "}[n.IsChecked], s)
		case *east.Strikethrough:
			struck := s
			struck.color = kit.ColorFaint
			spans = w.inline(n, struck, spans)
		default:
			spans = w.inline(n, s, spans)
		}
	}
	return spans
}

// link is the style of a link; one that leads to no good is written as words.
func (w *writer) link(s style, address string) style {
	u, ok := Allowed(address)
	if !ok {
		return s
	}
	s.color = kit.ColorAccent
	s.onTap = func() { w.open(u) }
	return s
}

// Allowed reports whether an address may be opened: on the web, a mail, a
// telephone number.
func Allowed(address string) (*url.URL, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u, u.Host != ""
	case "mailto", "tel":
		return u, true
	}
	return nil, false
}
