package exchange

import (
	"bufio"
	"unicode/utf8"
)

// foldWriter breaks content lines so that none is longer than 75 octets
// without its end, and never inside a character. It keeps its first error.
type foldWriter struct {
	w      *bufio.Writer
	column int
	err    error
}

const foldWidth = 75

func (f *foldWriter) text(s string) {
	for len(s) > 0 {
		take := f.fitting(s)
		f.put(s[:take])
		s = s[take:]
	}
}

// fitting gives the length of the text that still fits on the line, and begins
// a new line if that is nothing.
func (f *foldWriter) fitting(s string) int {
	space := foldWidth - f.column
	if len(s) <= space {
		return len(s)
	}
	for space > 0 && !utf8.RuneStart(s[space]) {
		space--
	}
	if space > 0 {
		return space
	}
	f.endLine()
	f.put(" ")
	return f.fitting(s)
}

// Write adds text of which every byte is a character.
func (f *foldWriter) Write(ascii []byte) (int, error) {
	for rest := ascii; len(rest) > 0 && f.err == nil; {
		if f.column == foldWidth {
			f.endLine()
			f.put(" ")
		}
		take := min(len(rest), foldWidth-f.column)
		_, err := f.w.Write(rest[:take])
		f.keep(err)
		f.column += take
		rest = rest[take:]
	}
	return len(ascii), f.err
}

func (f *foldWriter) put(s string) {
	_, err := f.w.WriteString(s)
	f.keep(err)
	f.column += len(s)
}

func (f *foldWriter) endLine() {
	_, err := f.w.WriteString("\r\n")
	f.keep(err)
	f.column = 0
}

func (f *foldWriter) keep(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *foldWriter) flush() error {
	f.keep(f.w.Flush())
	return f.err
}
