package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// linePart is a line of a file without its end, or a part of a line that is
// longer than vcardPartSize. Its text is valid until the next part is read.
type linePart struct {
	number int // of the line, counted from 1
	text   []byte
	first  bool // the part is the beginning of the line
}

// vcardPartSize is the size up to which a line comes in one part.
const vcardPartSize = 64 << 10

// vcardLines reads lines that end in \n, \r\n, \r or, as files come out of
// careless copying, \r\r\n. A line of any length takes constant memory.
type vcardLines struct {
	source *bufio.Reader
	number int
	inLine bool
}

func newVCardLines(r io.Reader) *vcardLines {
	return &vcardLines{source: bufio.NewReaderSize(r, vcardPartSize), number: 1}
}

func (l *vcardLines) next() (linePart, error) {
	window, end, err := l.window()
	if err != nil {
		return linePart{}, err
	}
	part := linePart{number: l.number, first: !l.inLine, text: window[:end]}
	l.inLine = end == len(window)
	if l.inLine {
		_, err = l.source.Discard(end)
		return part, err
	}
	l.number++
	if window[end] == '\n' {
		_, err = l.source.Discard(end + 1)
		return part, err
	}
	if end+3 > len(window) {
		// What follows the \r may still have to be read, over the text.
		part.text = bytes.Clone(part.text)
	}
	if _, err = l.source.Discard(end); err == nil {
		err = l.skipReturn()
	}
	return part, err
}

// window gives what is buffered, and where the first line ends in it; the
// buffer is filled until it holds a line end or is full.
func (l *vcardLines) window() (window []byte, end int, err error) {
	if _, err := l.source.Peek(1); err != nil {
		return nil, 0, err
	}
	searched := 0
	for {
		window, _ := l.source.Peek(l.source.Buffered())
		fresh := window[searched:]
		if n := bytes.IndexByte(fresh, '\n'); n >= 0 {
			fresh = fresh[:n]
			end = searched + n
		} else {
			end = len(window)
		}
		if n := bytes.IndexByte(fresh, '\r'); n >= 0 {
			end = searched + n
		}
		if end < len(window) || len(window) >= vcardPartSize {
			return window, end, nil
		}
		searched = len(window)
		if _, err := l.source.Peek(searched + 1); err != nil {
			if errors.Is(err, io.EOF) {
				return window, end, nil
			}
			return nil, 0, err
		}
	}
}

// skipReturn skips a line end that begins with \r.
func (l *vcardLines) skipReturn() error {
	end, err := l.source.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	size := 1
	switch {
	case bytes.HasPrefix(end, []byte("\r\r\n")):
		size = 3
	case bytes.HasPrefix(end, []byte("\r\n")):
		size = 2
	}
	_, err = l.source.Discard(size)
	return err
}
