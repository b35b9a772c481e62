package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
	"kontor/workspace"
)

// personPageJSON is every field of one person.
type personPageJSON struct {
	personJSON
	FullName     domain.Name       `json:"fullName"`
	Birthday     string            `json:"birthday,omitempty"`
	Language     string            `json:"language,omitempty"`
	Note         string            `json:"note,omitempty"`
	Fields       []fieldJSON       `json:"fields"`
	Memberships  []membershipJSON  `json:"memberships"`
	Affiliations []affiliationJSON `json:"affiliations"`
	Relations    []relationJSON    `json:"relations"`
	Rhythm       int               `json:"rhythmDays"`
	NextDue      domain.Day        `json:"nextDue,omitempty"`
	Owner        string            `json:"owner,omitempty"`
	FollowUps    []followUpJSON    `json:"followUps"`
	KnownBy      []knownByJSON     `json:"knownBy"`
	Archived     bool              `json:"archived"`
	Erased       bool              `json:"erased"`
	AddedAt      time.Time         `json:"addedAt"`
}

type fieldJSON struct {
	Field  domain.Field  `json:"field"`
	Value  domain.Value  `json:"value"`
	Origin domain.Origin `json:"origin"`
	Since  time.Time     `json:"since"`
}

type membershipJSON struct {
	Community domain.ID  `json:"community"`
	Name      string     `json:"name"`
	Roles     []string   `json:"roles,omitempty"`
	Since     domain.Day `json:"since,omitempty"`
}

type affiliationJSON struct {
	Organisation domain.ID `json:"organisation"`
	Name         string    `json:"name"`
	Title        string    `json:"title,omitempty"`
	Department   string    `json:"department,omitempty"`
	From         string    `json:"from,omitempty"`
	To           string    `json:"to,omitempty"`
	Ended        bool      `json:"ended"`
}

type relationJSON struct {
	Person   domain.ID           `json:"person"`
	Name     string              `json:"name"`
	Kind     domain.RelationKind `json:"kind"`
	Incoming bool                `json:"incoming"`
}

type knownByJSON struct {
	Member        string    `json:"member"`
	Conversations int       `json:"conversations"`
	Last          time.Time `json:"last"`
}

func (a *app) personCommand() *cobra.Command {
	return &cobra.Command{
		Use: "person NAME|ID", Short: i18n.T("cli.person.short"), Args: arguments(1, -1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			record, err := findRecord(ctx, w, strings.Join(args, " "), domain.KindPerson)
			if err != nil {
				return err
			}
			page, err := w.Views().Person(ctx, record.ID, w.Now())
			if err != nil {
				return err
			}
			if page == nil {
				return told("cli.nobody-found", strings.Join(args, " "))
			}
			if a.json {
				owner, err := memberName(ctx, w, page.Owner)
				if err != nil {
					return err
				}
				return a.printJSON(everything(page, owner))
			}
			return a.printPerson(ctx, w, page)
		}),
	}
}

func memberName(ctx context.Context, w *workspace.Workspace, id domain.ID) (string, error) {
	members, err := w.Views().Members(ctx)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(members, func(m projections.MemberRow) bool { return m.ID == id })
	if i < 0 {
		return "", nil
	}
	return members[i].Name, nil
}

func everything(p *projections.PersonPage, owner string) personPageJSON {
	all := personPageJSON{
		personJSON: summary(p), FullName: p.FullName, Rhythm: p.Rhythm, NextDue: p.NextDue, Owner: owner,
		Archived: p.Archived, Erased: p.Erased, AddedAt: p.AddedAt,
		Fields: []fieldJSON{}, Memberships: []membershipJSON{}, Affiliations: []affiliationJSON{},
		Relations: []relationJSON{}, FollowUps: []followUpJSON{}, KnownBy: []knownByJSON{},
	}
	for _, f := range p.Facts {
		switch f.Field {
		case domain.FieldBirthday:
			all.Birthday = partialDate(*f.Value.Date)
		case domain.FieldLanguage:
			all.Language = f.Value.Text
		case domain.FieldNote:
			all.Note = f.Value.Text
		}
		all.Fields = append(all.Fields, fieldJSON{f.Field, f.Value, f.Origin, f.Since})
	}
	for _, m := range p.Memberships {
		all.Memberships = append(all.Memberships, membershipJSON{m.Community, m.Name, m.Roles, m.Since})
	}
	for _, f := range p.Affiliations {
		all.Affiliations = append(all.Affiliations, affiliationJSON{
			f.Organisation, f.OrganisationName, f.Title, f.Department, partialDate(f.From), partialDate(f.To), f.Ended,
		})
	}
	for _, r := range p.Relations {
		all.Relations = append(all.Relations, relationJSON{r.Other, r.OtherName, r.Kind, r.Incoming})
	}
	for _, f := range p.FollowUps {
		all.FollowUps = append(all.FollowUps, followUp(f))
	}
	for _, k := range p.KnownBy {
		all.KnownBy = append(all.KnownBy, knownByJSON{k.Name, k.Conversations, k.Last})
	}
	return all
}

// partialDate writes a date as far as it is known: 1759-11-10, --11-10, 1759-11,
// 1759.
func partialDate(d domain.PartialDate) string {
	switch {
	case d.IsZero():
		return ""
	case d.Year == 0:
		return fmt.Sprintf("--%02d-%02d", d.Month, d.Day)
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func (a *app) printPerson(ctx context.Context, w *workspace.Workspace, p *projections.PersonPage) error {
	agreed, err := w.Agreed(ctx)
	if err != nil {
		return err
	}
	now := w.Now()
	name := cmp.Or(p.FullName.Full(), p.Name)
	if p.Erased {
		name = i18n.T("person.erased")
	}
	fmt.Fprintln(a.Out, name)
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(a.Out, "  %-18s %s\n", label, value)
		}
	}
	for _, f := range p.Affiliations {
		span := ""
		if from, to := partialDate(f.From), partialDate(f.To); from+to != "" {
			span = fmt.Sprintf(" (%s–%s)", from, to)
		}
		line(i18n.T("cli.person.organisation"), strings.TrimPrefix(f.Title+", ", ", ")+f.OrganisationName+span)
	}
	for _, m := range p.Memberships {
		roles := ""
		if len(m.Roles) > 0 {
			roles = " (" + strings.Join(m.Roles, ", ") + ")"
		}
		line(i18n.T("cli.person.community"), m.Name+roles)
	}
	for _, f := range p.Facts {
		if f.Field != domain.FieldName && f.Field != domain.FieldPhoto && !strings.HasPrefix(string(f.Field), "uid:") {
			line(workspace.FieldName(f, agreed), workspace.FactText(f.Field, f.Value))
		}
	}
	if !p.LastContact.IsZero() {
		line(i18n.T("cli.person.last-contact"), when.Speak(p.LastContact, now, i18n.Language(), domain.PrecisionMinute))
	}
	for _, f := range p.FollowUps {
		line(i18n.T("cli.person.follow-up"), f.Text+" · "+when.SpeakDay(f.Due, now, i18n.Language()))
	}
	for _, k := range p.KnownBy {
		line(i18n.T("cli.person.known-by"), fmt.Sprintf("%s (%d)", k.Name, k.Conversations))
	}
	return nil
}
