package exchange

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mailParts looks for the text of a mail among its parts.
type mailParts struct {
	count       int
	plain, html string
}

func (p *mailParts) read(entity *message.Entity, depth int) {
	if p.count++; p.count > mailPartLimit || depth > mailDepthLimit || p.plain != "" {
		return
	}
	if parts := entity.MultipartReader(); parts != nil {
		for p.count <= mailPartLimit {
			part, err := parts.NextPart()
			if part == nil || err != nil && !isLenient(err) {
				return // a cut off mail is read as far as it goes
			}
			p.read(part, depth+1)
		}
		return
	}
	if disposition, _, err := entity.Header.ContentDisposition(); err == nil && strings.EqualFold(disposition, "attachment") {
		return
	}
	kind, _, err := entity.Header.ContentType()
	if err != nil {
		kind = "text/plain"
	}
	switch strings.ToLower(kind) {
	case "text/plain", "":
		p.plain = mailBody(entity.Body)
	case "text/html":
		if p.html == "" {
			p.html = mailBody(entity.Body)
		}
	}
}

// mailBody reads a part up to the limit. An encoding that breaks off leaves
// what stands before.
func mailBody(body io.Reader) string {
	raw, err := io.ReadAll(io.LimitReader(body, mailTextLimit))
	if err != nil && len(raw) == 0 && !errors.Is(err, io.ErrUnexpectedEOF) {
		return ""
	}
	return cleanText(validText(raw))
}

func (p *mailParts) content() string {
	if strings.TrimSpace(p.plain) != "" {
		return strings.TrimSpace(p.plain)
	}
	return strings.TrimSpace(htmlText(p.html))
}

// htmlText gives the words of an HTML part, with a line for every block.
func htmlText(source string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	hidden := atom.Atom(0)
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return blankLines.ReplaceAllString(text.String(), "\n\n")
		case html.TextToken:
			if hidden == 0 {
				text.WriteString(strings.Join(strings.FieldsFunc(" "+string(tokens.Text())+" ", isLineSpace), " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			switch tag := atom.Lookup(name); tag {
			case atom.Style, atom.Script, atom.Head, atom.Title:
				if hidden == 0 {
					hidden = tag
				}
			case atom.Td, atom.Th:
				text.WriteString("\t")
			case atom.Blockquote:
				text.WriteString("\n-----Original Message-----\n")
			case atom.Br, atom.Div, atom.P, atom.Tr, atom.Li, atom.Table, atom.H1, atom.H2, atom.H3, atom.Hr:
				text.WriteString("\n")
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			switch tag := atom.Lookup(name); tag {
			case hidden:
				hidden = 0
			case atom.P:
				text.WriteString("\n\n")
			case atom.Div, atom.Tr, atom.Li, atom.Table, atom.H1, atom.H2, atom.H3:
				text.WriteString("\n")
			}
		}
	}
}

var blankLines = regexp.MustCompile(`\n[ \t]*\n\s*\n`)

func isLineSpace(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// quotedMail begins the mail that is being answered.
var quotedMail = regexp.MustCompile(`(?i)^(?:-{2,}\s*(?:original|ursprüngliche|weitergeleitete|forwarded|begin\s+forwarded)|(?:am|on)\s.{6,200}(?:schrieb|wrote)\b.*:?$|(?:von|from):\s.*|_{20,}$|anfang\s+der\s+weitergeleiteten)`)

// mailSignature gives the lines of the signature under the sender's own text,
// or nil if there is none.
func mailSignature(text string) []string {
	lines := textLines(ownText(text))
	for i, line := range lines {
		if _, ok := afterGreeting(line); ok || isSignatureDelimiter(line) && i > 0 {
			return signatureLines(strings.Join(lines, "\n"))
		}
	}
	return lastBlock(lines)
}

// ownText leaves out the mails below the sender's own.
func ownText(text string) string {
	var own []string
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if len(own) > 0 && quotedMail.MatchString(trimmed) {
			break
		}
		if !strings.HasPrefix(trimmed, ">") {
			own = append(own, strings.TrimRight(line, "\r\n"))
		}
	}
	return strings.Join(own, "\n")
}

// lastBlock takes the last lines between blank ones for a signature if a number
// or a company stands there.
func lastBlock(lines []string) []string {
	end := len(lines)
	for end > 0 && lines[end-1] == "" {
		end--
	}
	start := end
	for start > 0 && lines[start-1] != "" && end-start < 15 {
		start--
	}
	block := lines[start:end]
	for _, line := range block {
		if len(line) < 120 && (labelledPhone.MatchString(line) || legalForm.MatchString(line)) {
			return block
		}
	}
	return nil
}

// OwnText is what the sender wrote: without the mails that are answered or passed
// on below it, and without a signature behind the line that sets one apart.
func (m Mail) OwnText() string {
	own := strings.Split(ownText(m.Text), "\n")
	for i, line := range own {
		if i > 0 && isSignatureDelimiter(strings.TrimSpace(line)) {
			own = own[:i]
			break
		}
	}
	return strings.TrimSpace(strings.Join(own, "\n"))
}
