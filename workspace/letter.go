package workspace

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"time"

	"kontor/domain"
	"kontor/exchange"
	"kontor/match"
	"kontor/projections"
)

// Letter is a saved mail as the conversation that it is: who of us wrote or got
// it, with whom, when and about what.
type Letter struct {
	Key       string // the same for the same mail, and nothing that could be read
	MessageID string
	At        time.Time
	Direction domain.Direction // outgoing if one of us wrote it
	Ours      []domain.ID
	People    []Correspondent
	Subject   string
	Text      string // the sender's own, without the mails below it
	// Logged reports whether a conversation with one of the people says the same.
	Logged bool
}

// Correspondent is somebody a mail is from or to; Person is None if nobody of
// that address is known.
type Correspondent struct {
	Person        domain.ID
	Name, Address string
}

// Label is the name, or the address where there is none.
func (c Correspondent) Label() string {
	if c.Name == "" {
		return c.Address
	}
	return c.Name
}

// mostCorrespondents is with how many people a mail is logged; what goes to more
// is a circular.
const mostCorrespondents = 20

// ReadLetter reads a saved mail. Who of us is in it is told by the name; where
// none of us is named among those who got it, it came to whoever reads it. Of
// those who got a mail that is not ours only who is known took part.
func (w *Workspace) ReadLetter(ctx context.Context, path string) (Letter, error) {
	f, err := os.Open(path)
	if err != nil {
		return Letter{}, err
	}
	defer f.Close()
	_, mail, err := exchange.ReadEML(bufio.NewReader(f))
	if err != nil {
		return Letter{}, err
	}
	us, err := w.namesOfUs(ctx)
	if err != nil {
		return Letter{}, err
	}
	l := Letter{
		MessageID: mail.MessageID, At: mail.Date.In(w.now().Location()).Truncate(time.Minute), Subject: mail.Subject, Text: mail.OwnText(),
		Direction: domain.DirectionIncoming,
	}
	if mail.Date.IsZero() || l.At.After(w.now()) {
		l.At = w.now().Truncate(time.Minute)
	}
	l.Key = letterKey(mail)
	from, to := mail.From[:min(len(mail.From), 1)], slices.Concat(mail.To, mail.Cc)
	l.Ours = us.among(from)
	if len(l.Ours) > 0 {
		l.Direction = domain.DirectionOutgoing
		l.People, err = w.correspondents(ctx, us.without(to), true)
	} else {
		if l.People, err = w.correspondents(ctx, from, true); err == nil {
			var others []Correspondent
			others, err = w.correspondents(ctx, us.without(to), false)
			l.People = append(l.People, others...)
		}
		if l.Ours = us.among(to); len(l.Ours) == 0 {
			l.Ours = []domain.ID{w.Me()}
		}
	}
	if err != nil {
		return Letter{}, err
	}
	l.People = uniquePeople(l.People)
	l.Logged, err = w.letterLogged(ctx, l)
	return l, err
}

// letterKey tells mails apart without saying anything of them.
func letterKey(m exchange.Mail) string {
	sum := sha256.Sum256([]byte(m.MessageID + "\x00" + m.Date.UTC().Format(time.RFC3339) + "\x00" + m.Subject + "\x00" + m.Text))
	return hex.EncodeToString(sum[:8])
}

// usByName are the members of the workspace by their folded names.
type usByName map[string]domain.ID

func (w *Workspace) namesOfUs(ctx context.Context) (usByName, error) {
	members, err := w.views.Members(ctx)
	us := usByName{}
	for _, m := range members {
		us[match.Fold(exchange.SplitName(m.Name).Short())] = m.ID
	}
	return us, err
}

func (us usByName) of(a exchange.MailAddress) domain.ID {
	if strings.TrimSpace(a.Name) == "" {
		return domain.None
	}
	return us[match.Fold(exchange.SplitName(a.Name).Short())]
}

func (us usByName) among(list []exchange.MailAddress) (ids []domain.ID) {
	for _, a := range list {
		if id := us.of(a); id != domain.None && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (us usByName) without(list []exchange.MailAddress) []exchange.MailAddress {
	return slices.DeleteFunc(slices.Clone(list), func(a exchange.MailAddress) bool { return us.of(a) != domain.None })
}

// correspondents finds who is behind some addresses; whom nobody knows is among
// them only if asked for.
func (w *Workspace) correspondents(ctx context.Context, list []exchange.MailAddress, unknown bool) (found []Correspondent, err error) {
	for _, a := range list[:min(len(list), mostCorrespondents)] {
		if a.Address == "" {
			continue
		}
		c := Correspondent{Name: strings.TrimSpace(a.Name), Address: a.Address}
		if strings.Contains(c.Name, "@") {
			c.Name = ""
		}
		ids, err := w.views.ByEmail(ctx, a.Address)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			page, err := w.views.Person(ctx, id, w.now())
			if err != nil {
				return nil, err
			}
			if page != nil && !page.Erased {
				c.Person, c.Name = id, page.Name
				break
			}
		}
		if c.Person != domain.None || unknown {
			found = append(found, c)
		}
	}
	return found, nil
}

// uniquePeople leaves each person and each address in once.
func uniquePeople(list []Correspondent) (unique []Correspondent) {
	for _, c := range list {
		if !slices.ContainsFunc(unique, func(o Correspondent) bool {
			return o.Person != domain.None && o.Person == c.Person || strings.EqualFold(o.Address, c.Address)
		}) {
			unique = append(unique, c)
		}
	}
	return unique
}

// letterLogged looks for a mail of the same minute and subject with one of the
// people.
func (w *Workspace) letterLogged(ctx context.Context, l Letter) (bool, error) {
	day := domain.DayOf(l.At)
	for _, c := range l.People {
		if c.Person == domain.None {
			continue
		}
		entries, err := w.views.Timeline(ctx, projections.TimelineQuery{
			Of: domain.Stream{Kind: domain.KindPerson, ID: c.Person}, Kinds: []projections.EntryKind{projections.EntryConversation},
			Channels: []string{domain.ChannelMail}, Days: projections.DaySpan{From: day, To: day},
		})
		if err != nil {
			return false, err
		}
		for _, e := range entries {
			if e.At.Equal(l.At) && e.Subject == l.Subject {
				return true, nil
			}
		}
	}
	return false, nil
}

// LogLetter records a mail as a conversation, with those it is with who are not
// known yet. Where batch names an import, taking that back takes this back too.
func (w *Workspace) LogLetter(ctx context.Context, l Letter, batch domain.ID) (Done, error) {
	origin := domain.Origin{How: domain.OriginImport, Import: batch}
	if batch == domain.None {
		origin.How = domain.OriginManual
	}
	steps := domain.Batch{Title: "log-conversation"}
	var people []domain.ID
	for _, c := range l.People {
		id := c.Person
		if id == domain.None {
			id = w.NewID()
			point := domain.ContactPoint{ID: w.NewID(), Kind: domain.PointEmail, Value: c.Address}
			changes := []domain.Change{{Field: domain.PointField(point.ID), Now: domain.PointValue(point)}}
			if c.Name != "" {
				changes = append(changes, domain.Change{Field: domain.FieldName, Now: domain.NameValue(exchange.SplitName(c.Name))})
			}
			steps.Parts = append(steps.Parts, domain.AddRecord{Record: domain.Stream{Kind: domain.KindPerson, ID: id}, Origin: origin, Changes: changes})
		}
		people = append(people, id)
	}
	steps.Parts = append(steps.Parts, domain.LogConversation{
		Conversation: w.NewID(),
		Content: domain.ConversationContent{
			Channel: domain.ChannelMail, Direction: l.Direction, When: domain.Moment{At: l.At, Precision: domain.PrecisionMinute},
			People: people, Ours: l.Ours, Origin: origin,
		},
		Words: domain.ConversationWords{Subject: l.Subject, Text: l.Text, ExternalID: l.MessageID},
	})
	return w.DoWithin(ctx, steps, batch)
}

// DoWithin carries out a command as a step of an import: what takes the import
// back takes it back too. Without an import it is [Workspace.Do].
func (w *Workspace) DoWithin(ctx context.Context, c domain.Command, batch domain.ID) (Done, error) {
	return w.do(ctx, c, batch)
}
