package workspace

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
	"kontor/when"
)

// Explain says an error to a person, in their language: what happened, what was
// not lost and what to do.
func Explain(err error) string {
	if err == nil {
		return ""
	}
	var refusal *domain.Refusal
	var locked *eventstore.LockedError
	var unreadable *exchange.UnreadableError
	var archive *ArchiveError
	var fault *eventstore.FaultError
	var keyed interface{ MessageKey() string }
	switch {
	case errors.As(err, &refusal):
		return i18n.T("refusal."+refusal.Code, refusal.Args...)
	case errors.As(err, &locked):
		return explainLocked(locked)
	case errors.As(err, &unreadable):
		return i18n.T(unreadable.Reason.Key, unreadable.Reason.Args...)
	case errors.As(err, &archive):
		return i18n.T(archive.MessageKey(), archive.Line)
	case errors.As(err, &keyed):
		return i18n.T(keyed.MessageKey())
	case errors.As(err, &fault):
		return i18n.T("workspace.fault", fault.Position)
	}
	for _, known := range explained {
		if errors.Is(err, known.err) {
			return i18n.T(known.key)
		}
	}
	return explainSystem(err)
}

// explained are the errors without a key of their own.
var explained = []struct {
	err error
	key string
}{
	{exchange.ErrHeaderMismatch, "workspace.header-mismatch"},
	{exchange.ErrNotText, "import.error.not-text"},
	{projections.ErrNewer, "workspace.views-newer"},
	{projections.ErrStale, "workspace.views-stale"},
	{eventstore.ErrNotFound, "workspace.not-here"},
	{eventstore.ErrShared, "workspace.shared-already"},
	{eventstore.ErrNotShared, "workspace.not-shared"},
	{eventstore.ErrPartlyKnown, "workspace.conflict"},
	{eventstore.ErrCommandKnown, "workspace.conflict"},
	{eventstore.ErrClosed, "workspace.closed"},
	{context.Canceled, "workspace.cancelled"},
	{context.DeadlineExceeded, "workspace.cancelled"},
}

// IsHeld reports whether a workspace could not be opened because another process
// holds it.
func IsHeld(err error) bool {
	var locked *eventstore.LockedError
	return errors.As(err, &locked)
}

func explainLocked(err *eventstore.LockedError) string {
	if err.PID == 0 || err.Since.IsZero() {
		return i18n.T("workspace.locked")
	}
	return i18n.T(err.MessageKey(), i18n.Args{"PID": strconv.Itoa(err.PID), "Since": when.Exact(err.Since, i18n.Language())})
}

// explainSystem says an error of the file system, or that something happened
// that nobody thought of.
func explainSystem(err error) string {
	var conflict *eventstore.ConflictError
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case eventstore.IsDiskFull(err):
		return i18n.T("ledger.disk-full")
	case errors.As(err, &conflict):
		return i18n.T("workspace.conflict")
	case errors.As(err, &path):
		return explainPath(path.Op, path.Path, path.Err)
	case errors.As(err, &link):
		return explainPath(link.Op, link.New, link.Err)
	}
	return i18n.T("workspace.unexpected", err)
}

func explainPath(op, path string, err error) string {
	info, failed := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return i18n.T("workspace.file-missing", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return i18n.T("workspace.file-forbidden", path)
	case errors.Is(err, syscall.ENOTDIR), op == "mkdir" && errors.Is(err, fs.ErrExist):
		return i18n.T("workspace.file-in-the-way", path)
	case errors.Is(err, syscall.EISDIR), failed == nil && info.IsDir():
		return i18n.T("workspace.file-is-folder", path)
	}
	return i18n.T("workspace.file-failed", path, err)
}

// Why says the reason why something is in the queue.
func Why(r projections.Reason) string {
	return i18n.T("today.reason."+r.Code, localised(r.Args)...)
}

// localised says days and moments among the arguments as people do.
func localised(args []any) []any {
	args = slices.Clone(args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case domain.Day:
			args[i] = when.SpeakDay(arg, time.Now(), i18n.Language())
		case time.Time:
			args[i] = when.Speak(arg, time.Now(), i18n.Language(), domain.PrecisionDay)
		}
	}
	return args
}

// Reasons says the reasons of an import in one line. A reason that another one
// says with more is left out: the same name beside the same name at the same place.
func Reasons(list []exchange.Reason) string {
	var said []string
	for _, r := range list {
		if !slices.ContainsFunc(list, func(other exchange.Reason) bool { return strings.HasPrefix(other.Key, r.Key+"-") }) {
			said = append(said, i18n.T(r.Key, r.Args...))
		}
	}
	return strings.Join(said, " · ")
}

// FieldLabel is the name of a field as people read it.
func FieldLabel(f projections.FactRow) string {
	kind, rest, _ := strings.Cut(string(f.Field), ":")
	switch kind {
	case "point":
		return PointLabel(*f.Value.Point)
	case "tag":
		return i18n.T("field.tag")
	case "extra":
		if relation, _, ok := strings.Cut(strings.TrimPrefix(rest, "relation:"), ":"); ok && strings.HasPrefix(rest, "relation:") {
			return relation
		}
		if key := "field.extra." + rest; i18n.Has(key) {
			return i18n.T(key)
		}
		return rest
	}
	return i18n.T("field." + kind)
}

// FieldName is FieldLabel that knows the fields that were agreed on.
func FieldName(f projections.FactRow, agreed *domain.Workspace) string {
	if id, custom := strings.CutPrefix(string(f.Field), "field:"); custom && agreed != nil {
		if definition, err := domain.ParseID(id); err == nil && agreed.Fields[definition].Name != "" {
			return agreed.Fields[definition].Name
		}
	}
	return FieldLabel(f)
}

// FactText is the value of a field as people read it: a language by its name.
func FactText(field domain.Field, v domain.Value) string {
	if field == domain.FieldLanguage {
		return LanguageText(v.Text)
	}
	return ValueText(v)
}

// LanguageText is the name of a language that is known by its tag.
func LanguageText(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if key := "people.language." + base; i18n.Has(key) {
		return i18n.T(key)
	}
	return tag
}

// PointLabel is the name of a contact point: "Mail", "Mobil", "Mastodon".
func PointLabel(p domain.ContactPoint) string {
	if p.Kind == domain.PointIdentity && p.Service != "" {
		if key := "service." + p.Service; i18n.Has(key) {
			return i18n.T(key)
		}
		return p.Service
	}
	if p.Label != "" {
		if key := "label." + string(p.Kind) + "." + p.Label; i18n.Has(key) {
			return i18n.T(key)
		}
		if key := "label." + p.Label; i18n.Has(key) {
			return i18n.T("point."+string(p.Kind)) + " (" + i18n.T(key) + ")"
		}
		return i18n.T("point."+string(p.Kind)) + " (" + p.Label + ")"
	}
	return i18n.T("point." + string(p.Kind))
}

// ValueText is a value as people read it, in one line unless it is a note.
func ValueText(v domain.Value) string {
	switch {
	case v.Name != nil:
		return v.Name.Full()
	case v.Point != nil && v.Point.Address != nil:
		return AddressText(*v.Point.Address, ", ")
	case v.Point != nil:
		return v.Point.Value
	case v.Date != nil:
		return DateText(*v.Date)
	case v.Number != nil:
		return i18n.Decimal(*v.Number, decimals(*v.Number))
	case v.Yes != nil && *v.Yes:
		return i18n.T("value.yes")
	case v.Yes != nil:
		return i18n.T("value.no")
	case v.Attachment != nil:
		return v.Attachment.Name
	}
	return v.Text
}

func decimals(f float64) int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return len(fraction)
}

// AddressText is a postal address in the order of the German-speaking countries.
func AddressText(a domain.Address, between string) string {
	var lines []string
	for _, line := range []string{
		a.Street, a.Extended, strings.TrimSpace(a.PostCode + " " + a.City), a.Region, CountryText(a.Country),
	} {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, between)
}

// CountryText is the name of a country that is known by its code of two letters,
// in the current language; what is no such code stays as it is.
func CountryText(country string) string {
	code := strings.TrimSpace(country)
	if len(code) != 2 {
		return country
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return country
	}
	names := display.English
	if i18n.Language() == i18n.German {
		names = display.German
	}
	if name := names.Regions().Name(region); name != "" {
		return name
	}
	return country
}

// CountryTyped is what to keep of a country that a field showed as CountryText:
// the code, if its name still stands there.
func CountryTyped(text, before string) string {
	if text = strings.TrimSpace(text); text == CountryText(before) {
		return before
	}
	return text
}

// DateText is a date as far as it is known, in the current language.
func DateText(d domain.PartialDate) string {
	month := ""
	if d.Month > 0 {
		month = i18n.T("month." + strconv.Itoa(d.Month))
	}
	year := ""
	if d.Year > 0 {
		year = strconv.Itoa(d.Year)
	}
	switch {
	case d.Day > 0 && month != "" && year != "":
		return i18n.T("date.full", strconv.Itoa(d.Day), month, year)
	case d.Day > 0 && month != "":
		return i18n.T("date.day-month", strconv.Itoa(d.Day), month)
	}
	return strings.TrimSpace(month + " " + year)
}
