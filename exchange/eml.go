package exchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails are written in every character set
	"github.com/emersion/go-message/mail"

	"kontor/domain"
)

// Limits of a mail. What lies beyond them is left out, not refused.
const (
	mailTextLimit  = 4 << 20 // bytes of text
	mailPartLimit  = 500
	mailDepthLimit = 20
	mailHeadLimit  = 1 << 20
)

// Mail is what a message says about itself and its text.
type Mail struct {
	Subject   string
	Date      time.Time // zero if the mail does not say
	From      []MailAddress
	To        []MailAddress
	Cc        []MailAddress
	MessageID string // without angle brackets
	Text      string // the first text part, or the text of the HTML part
}

// MailAddress is a name and an e-mail address. The name may be empty.
type MailAddress struct {
	Name, Address string
}

// ReadEML reads a saved mail (.eml). The contact is the sender, with what the
// signature at the end of the sender's own text adds to name and address.
//
// What is not a mail gives an *UnreadableError.
func ReadEML(r io.Reader) (Contact, Mail, error) {
	source := bufio.NewReader(r)
	if _, err := source.Peek(1); err != nil {
		if errors.Is(err, io.EOF) {
			return Contact{}, Mail{}, unreadableMail("import.reason.mail-empty")
		}
		return Contact{}, Mail{}, fmt.Errorf("read mail: %w", err)
	}
	skipMailPrefix(source)
	entity, err := message.ReadWithOptions(source, &message.ReadOptions{MaxHeaderBytes: mailHeadLimit})
	if entity == nil || err != nil && !isLenient(err) {
		return Contact{}, Mail{}, unreadableMail("import.reason.mail-unreadable")
	}
	header := mail.Header{Header: entity.Header}
	m := Mail{
		From: mailAddresses(header, "From"), To: mailAddresses(header, "To"), Cc: mailAddresses(header, "Cc"),
	}
	m.Subject = mailWords(header.Text("Subject"))
	m.Date, _ = header.Date() // a date that cannot be read is not known
	m.MessageID = strings.Trim(strings.TrimSpace(header.Get("Message-Id")), "<>")
	if len(m.From) == 0 {
		m.From = mailAddresses(header, "Sender")
	}
	if len(m.From) == 0 && m.MessageID == "" && m.Date.IsZero() {
		return Contact{}, Mail{}, unreadableMail("import.reason.mail-unreadable")
	}
	parts := mailParts{}
	parts.read(entity, 0)
	m.Text = parts.content()
	return senderOf(m), m, nil
}

func unreadableMail(key string) error { return &UnreadableError{Reason: Reason{Key: key}} }

// isLenient reports whether an error only says that a character set or an
// encoding is unknown: the bytes are then read as they are.
func isLenient(err error) bool {
	return message.IsUnknownCharset(err) || message.IsUnknownEncoding(err)
}

// skipMailPrefix skips what mail programs write before the first header: a byte
// order mark, or the "From " line of an mbox.
func skipMailPrefix(source *bufio.Reader) {
	if head, _ := source.Peek(3); string(head) == "\ufeff" {
		_, _ = source.Discard(3) // they were just read
	}
	for range 8 {
		head, _ := source.Peek(5)
		if !strings.HasPrefix(string(head), "From ") && !strings.HasPrefix(string(head), ">From") &&
			!strings.HasPrefix(string(head), "\n") && !strings.HasPrefix(string(head), "\r\n") {
			return
		}
		if _, err := source.ReadSlice('\n'); err != nil {
			return // the header that follows is missing too
		}
	}
}

// mailWords takes a header with its encoded words read, or as it stands where
// they cannot be read.
func mailWords(text string, _ error) string { return oneLine(cleanText(validText([]byte(text)))) }

func mailAddresses(header mail.Header, key string) []MailAddress {
	list, err := header.AddressList(key)
	if err != nil {
		return looseAddresses(mailWords(header.Text(key)))
	}
	var addresses []MailAddress
	for _, a := range list {
		addresses = append(addresses, MailAddress{Name: mailWords(a.Name, nil), Address: a.Address})
	}
	return addresses
}

// looseAddresses reads a list that breaks the rules, such as a name with an
// umlaut or a comma outside quotes.
func looseAddresses(list string) []MailAddress {
	var addresses []MailAddress
	from := 0
	for _, at := range emailAddress.FindAllStringIndex(list[:min(len(list), signatureSizeLimit)], -1) {
		name := strings.Trim(list[from:at[0]], " ,;<>\"'")
		addresses = append(addresses, MailAddress{Name: name, Address: list[at[0]:at[1]]})
		from = at[1]
	}
	return addresses
}

// senderOf makes a contact of the sender and the signature.
func senderOf(m Mail) Contact {
	if len(m.From) == 0 {
		return Contact{}
	}
	from := m.From[0]
	name := from.Name
	if strings.Contains(name, "@") {
		name = ""
	}
	c := Contact{}
	if lines := mailSignature(m.Text); lines != nil {
		c = readSignature(lines, name)
	}
	if name != "" {
		sent := SplitName(name)
		switch {
		case c.IsOrganisation && sameWords(name, c.Organisation):
		case sameName(name, c.Name) && c.Name.Display == "" && c.Name != (domain.Name{}):
			// The signature says the same and more.
		case legalForm.MatchString(name):
			c.Organisation = name
			c.IsOrganisation = c.Name == (domain.Name{})
		default:
			c.Name, c.IsOrganisation = sent, false
		}
	}
	c.Points = withSender(c.Points, from.Address, c.Organisation != "")
	return c
}

// withSender puts the sender's address first.
func withSender(points []domain.ContactPoint, address string, atWork bool) []domain.ContactPoint {
	if address == "" {
		return points
	}
	sender := domain.ContactPoint{Kind: domain.PointEmail, Value: address, Preferred: true}
	if atWork {
		sender.Label = "work"
	}
	all := []domain.ContactPoint{sender}
	for _, p := range points {
		if p.Kind != domain.PointEmail || !strings.EqualFold(p.Value, address) {
			all = append(all, p)
		}
	}
	return all
}

// AddressContact is somebody of whom only name and address are known.
func AddressContact(a MailAddress) Contact {
	c := Contact{Points: withSender(nil, a.Address, false)}
	if !strings.Contains(a.Name, "@") {
		c.Name = SplitName(a.Name)
	}
	return c
}
