package people

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"kontor/domain"
	"kontor/exchange"
)

// read is what a text or a file says about one person.
type read struct {
	contact exchange.Contact
	origin  string
	cards   int // how many people the file holds; the first is taken
}

// errManyCards ends the reading of a file of many cards.
var errManyCards = errors.New("people: more cards than are counted")

// countedCards bounds how many cards of a file are counted.
const countedCards = 1000

// maxRead is how much of a file is read for one person.
const maxRead = 32 << 20

// readText recognises what was pasted: a card, a saved mail, a signature, or
// only a name.
func readText(text string) (read, error) {
	trimmed := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(strings.ToUpper(trimmed), "BEGIN:VCARD"):
		found, err := readCards(strings.NewReader(trimmed))
		found.origin = domain.OriginPasted
		return found, err
	case isMail(trimmed):
		return readMail(strings.NewReader(trimmed))
	case !strings.Contains(trimmed, "\n") && !strings.ContainsAny(trimmed, "@:/0123456789"):
		return read{contact: exchange.Contact{Name: exchange.SplitName(trimmed)}, origin: domain.OriginManual}, nil
	}
	return read{contact: exchange.ReadSignature(text), origin: domain.OriginSignature}, nil
}

// isMail reports whether a text begins with the head of a message.
func isMail(text string) bool {
	head, _, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	fields := 0
	for line := range strings.SplitSeq(head, "\n") {
		name, _, ok := strings.Cut(line, ":")
		switch strings.ToLower(name) {
		case "from", "message-id", "mime-version", "content-type", "received", "return-path", "date", "subject":
			if ok {
				fields++
			}
		}
	}
	return fields >= 3
}

// readFile reads a card or a saved mail.
func readFile(path string) (read, error) {
	format, err := exchange.DetectFile(path)
	if err != nil {
		return read{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return read{}, err
	}
	defer file.Close()
	content := io.LimitReader(file, maxRead)
	switch format {
	case exchange.FormatVCard:
		return readCards(content)
	case exchange.FormatMail:
		return readMail(content)
	}
	return read{}, &exchange.UnreadableError{Reason: exchange.Reason{Key: "people.form.unreadable"}}
}

func readCards(r io.Reader) (read, error) {
	found := read{origin: domain.OriginImport}
	err := exchange.ReadVCards(r, func(c exchange.Contact) error {
		if found.cards++; found.cards == 1 {
			found.contact = c
		}
		if found.cards == countedCards {
			return errManyCards
		}
		return nil
	}, func(exchange.Rejected) error { return nil })
	if err != nil && (found.cards == 0 || !errors.Is(err, errManyCards)) {
		return read{}, err
	}
	if found.cards == 0 {
		return read{}, &exchange.UnreadableError{Reason: exchange.Reason{Key: "people.form.unreadable"}}
	}
	return found, nil
}

func readMail(r io.Reader) (read, error) {
	content, err := io.ReadAll(r)
	if err != nil {
		return read{}, err
	}
	contact, _, err := exchange.ReadEML(bytes.NewReader(content))
	return read{contact: contact, origin: domain.OriginSignature}, err
}
