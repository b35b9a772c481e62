package exchange

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
)

// vcardProperty is one property of a card. Its value is decoded on demand,
// because only its reader knows whether it is text, a list or a file.
type vcardProperty struct {
	number int
	group  string // in lower case
	name   string // in upper case
	params []vcardParam
	raw    []byte
	folds  []int // places in raw, where vCard 2.1 has a blank
	v21    bool

	dropped bool // too large, the value is gone
}

// vcardParam is a parameter with its name in upper case. A parameter of vCard
// 2.1 without a name is a TYPE.
type vcardParam struct {
	name   string
	values []string
}

// parseProperty splits an unfolded line. It reports false if the line has no
// colon.
func parseProperty(text []byte, p *vcardLogical, v21 bool) (vcardProperty, bool) {
	value := p.value
	if value == 0 {
		// A quote before the colon was never closed: it means nothing.
		colon := bytes.IndexByte(text[p.start:min(p.end, p.start+vcardPartSize)], ':')
		if colon < 0 {
			return vcardProperty{}, false
		}
		value = p.start + colon + 1
	}
	prop := vcardProperty{number: p.number, raw: text[value:p.end], v21: v21, dropped: p.dropped}
	if v21 {
		for _, fold := range p.folds {
			if fold >= value && fold <= p.end {
				prop.folds = append(prop.folds, fold-value)
			}
		}
	}
	head := validText(text[p.start : value-1])
	name, params, _ := strings.Cut(head, ";")
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		prop.group, name = strings.ToLower(name[:dot]), name[dot+1:]
	}
	prop.name = strings.ToUpper(strings.TrimSpace(name))
	prop.params = parseParams(params)
	return prop, true
}

func parseParams(text string) []vcardParam {
	var params []vcardParam
	for _, part := range splitOutsideQuotes(text, ';') {
		name, value, named := strings.Cut(part, "=")
		name = strings.ToUpper(strings.TrimSpace(name))
		if !named {
			switch name {
			case "":
				continue
			case "QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT":
				params = append(params, vcardParam{"ENCODING", []string{name}})
			default:
				params = append(params, vcardParam{"TYPE", []string{strings.TrimSpace(part)}})
			}
			continue
		}
		param := vcardParam{name: name}
		for _, v := range splitOutsideQuotes(value, ',') {
			v = strings.TrimSpace(v)
			quoted := len(v) >= 2 && v[0] == '"' && v[len(v)-1] == '"'
			if quoted {
				v = v[1 : len(v)-1]
			} else {
				v = strings.Trim(v, `"`) // a quote that was never closed
			}
			v = paramUnescaper.Replace(v)
			if quoted && name == "TYPE" {
				// Programs write TYPE="work,voice" and mean two types.
				param.values = append(param.values, strings.Split(v, ",")...)
			} else {
				param.values = append(param.values, v)
			}
		}
		params = append(params, param)
	}
	return params
}

// paramUnescaper undoes the escapes of RFC 6868.
var paramUnescaper = strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^")

func splitOutsideQuotes(text string, sep byte) []string {
	var parts []string
	quoted, from := false, 0
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == sep && !quoted:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	if quoted { // never closed
		return strings.Split(text, string(sep))
	}
	return append(parts, text[from:])
}

// param gives the first value of a parameter.
func (p *vcardProperty) param(name string) string {
	for _, param := range p.params {
		if param.name == name && len(param.values) > 0 {
			return param.values[0]
		}
	}
	return ""
}

// types gives the values of all TYPE parameters as they are written.
func (p *vcardProperty) types() []string {
	var types []string
	for _, param := range p.params {
		if param.name == "TYPE" {
			types = append(types, param.values...)
		}
	}
	return types
}

// hasType reports whether the property has one of the types, given in upper case.
func (p *vcardProperty) hasType(names ...string) bool {
	return slices.ContainsFunc(p.types(), func(t string) bool {
		return slices.Contains(names, strings.ToUpper(t))
	})
}

func (p *vcardProperty) isQuotedPrintable() bool {
	return strings.EqualFold(p.param("ENCODING"), "QUOTED-PRINTABLE")
}

func (p *vcardProperty) isBase64() bool {
	encoding := strings.ToUpper(p.param("ENCODING"))
	return encoding == "B" || encoding == "BASE64"
}

// value gives the raw value as characters, with its backslashes.
func (p *vcardProperty) value() string {
	raw := p.raw
	if len(p.folds) > 0 {
		raw = p.withFolds()
	}
	return p.decode(raw)
}

// decode undoes the encoding of a value or of a component of one.
func (p *vcardProperty) decode(raw []byte) string {
	if p.isQuotedPrintable() {
		raw = decodeQuotedPrintable(raw)
	}
	return cleanText(decodeCharset(raw, p.param("CHARSET")))
}

// withFolds puts the blanks back that belong to the text in vCard 2.1.
func (p *vcardProperty) withFolds() []byte {
	raw := make([]byte, 0, len(p.raw)+len(p.folds))
	from := 0
	for _, fold := range p.folds {
		raw = append(raw, p.raw[from:fold]...)
		raw = append(raw, ' ')
		from = fold
	}
	return append(raw, p.raw[from:]...)
}

// text gives the whole value as text.
func (p *vcardProperty) text() string {
	if p.isBase64() && !holdsFile(p.name) {
		if data, err := decodeBase64(p.raw); err == nil {
			return strings.TrimSpace(cleanText(decodeCharset(data, p.param("CHARSET"))))
		}
	}
	return strings.TrimSpace(unescapeVCard(p.value(), p.v21))
}

// components splits the value at its semicolons.
func (p *vcardProperty) components() []string {
	parts := p.split(';')
	for i, part := range parts {
		parts[i] = strings.TrimSpace(unescapeVCard(part, p.v21))
	}
	return parts
}

// lists splits the value at its semicolons and every part at its commas, which
// then become blanks: "Johann,Wolfgang" are two names.
func (p *vcardProperty) lists() []string {
	parts := p.split(';')
	for i, part := range parts {
		var words []string
		for _, word := range splitEscaped(part, ',') {
			if word = strings.TrimSpace(unescapeVCard(word, p.v21)); word != "" {
				words = append(words, word)
			}
		}
		parts[i] = strings.Join(words, " ")
	}
	return parts
}

// list splits the value at its commas.
func (p *vcardProperty) list() []string {
	var items []string
	for _, item := range p.split(',') {
		if item = strings.TrimSpace(unescapeVCard(item, p.v21)); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// split cuts the value at separators that are not escaped. Quoted-printable
// text is cut first and decoded then, because =3B is a semicolon of the text.
// All other text is decoded first: some character sets have bytes that look
// like a backslash.
func (p *vcardProperty) split(sep byte) []string {
	if !p.isQuotedPrintable() {
		return splitEscaped(p.value(), sep)
	}
	parts := splitEscaped(string(p.raw), sep)
	for i, part := range parts {
		parts[i] = p.decode([]byte(part))
	}
	return parts
}

func splitEscaped(text string, sep byte) []string {
	var parts []string
	from := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case sep:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

// unescapeVCard undoes the backslashes. vCard 2.1 knows only \; but what calls
// itself 2.1 is often written like 3.0; a value with a path of Windows in it is
// not.
func unescapeVCard(text string, v21 bool) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	paths := v21 && (strings.Contains(text, `:\`) || strings.Contains(text, `\\`))
	var out strings.Builder
	out.Grow(len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		next := text[i+1]
		switch {
		case next == ';' || next == ',' || next == ':' || next == '"':
			out.WriteByte(next)
		case paths:
			out.WriteByte('\\')
			continue
		case next == 'n' || next == 'N':
			out.WriteByte('\n')
		case next == '\\':
			out.WriteByte('\\')
		default:
			out.WriteByte('\\')
			continue
		}
		i++
	}
	return out.String()
}

func decodeQuotedPrintable(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '=' {
			if i+2 < len(raw) {
				high, low := hexDigit(raw[i+1]), hexDigit(raw[i+2])
				if high >= 0 && low >= 0 {
					out = append(out, byte(high<<4|low))
					i += 2
					continue
				}
			}
			if i+1 == len(raw) {
				break // a soft line break before nothing
			}
		}
		out = append(out, raw[i])
	}
	return out
}

func hexDigit(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b >= 'A' && b <= 'F':
		return int(b-'A') + 10
	case b >= 'a' && b <= 'f':
		return int(b-'a') + 10
	}
	return -1
}

// decodeBase64 reads base64 with line breaks in it, with or without padding,
// and in the alphabet for addresses too.
func decodeBase64(raw []byte) ([]byte, error) {
	compact := make([]byte, 0, len(raw))
	for _, b := range raw {
		switch b {
		case ' ', '\t', '\r', '\n', '=', 0:
		case '-':
			compact = append(compact, '+')
		case '_':
			compact = append(compact, '/')
		default:
			compact = append(compact, b)
		}
	}
	n, err := base64.RawStdEncoding.Decode(compact, compact)
	return compact[:n], err
}
