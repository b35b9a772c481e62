package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"kontor/domain"
	"kontor/eventstore"
	"kontor/exchange"
	"kontor/i18n"
	"kontor/projections"
)

func TestALanguageIsNamed(t *testing.T) {
	if said := FactText(domain.FieldLanguage, domain.Value{Text: "de"}); said == "de" || said == "" {
		t.Errorf("the language de is called %q", said)
	}
}

// Whatever can go wrong is said in a sentence of the translations, in both
// languages, to somebody who is addressed as "du".
func TestEveryErrorHasItsSentence(t *testing.T) {
	before := i18n.Language()
	t.Cleanup(func() { _ = i18n.SetLanguage(before) })
	all := []error{
		eventstore.ErrDiskFull, eventstore.ErrDamaged, eventstore.ErrNewerFormat, eventstore.ErrForeignFile, eventstore.ErrLogMissing,
		eventstore.ErrKeysMissing, eventstore.ErrKeysForeign, eventstore.ErrWorkspaceKeyMissing, eventstore.ErrWorkspaceKeyWrong,
		eventstore.ErrReadOnly, eventstore.ErrFenced, eventstore.ErrKeyErased, eventstore.ErrKeyMissing, eventstore.ErrNotFound,
		eventstore.ErrPartlyKnown, eventstore.ErrCommandKnown, eventstore.ErrClosed,
		&eventstore.ConflictError{Expected: 1, Actual: 2}, &eventstore.FaultError{Position: 7, What: "x"},
		&eventstore.LockedError{}, &eventstore.LockedError{PID: 1, Since: time.Unix(0, 0)},
		projections.ErrNewer, projections.ErrStale, exchange.ErrHeaderMismatch, exchange.ErrNotText,
		&exchange.UnreadableError{Reason: exchange.Reason{Key: "import.reason.vcard-file-empty"}},
		ErrArchiveNewer, ErrFolderNotEmpty, errArchiveIsCutOff, &ArchiveError{Line: 3},
		context.Canceled, context.DeadlineExceeded, syscall.ENOSPC,
		&fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission},
		&fs.PathError{Op: "read", Path: "x", Err: syscall.EISDIR}, &fs.PathError{Op: "mkdir", Path: "x", Err: syscall.ENOTDIR},
		&fs.PathError{Op: "read", Path: "x", Err: errors.New("odd")}, &os.LinkError{Op: "rename", New: "x", Err: syscall.EISDIR},
		errors.New("odd"),
	}
	for _, code := range []string{
		domain.RefusedNotFound, domain.RefusedErased, domain.RefusedWithdrawn, domain.RefusedNoName, domain.RefusedNoChannel,
		domain.RefusedNobody, domain.RefusedChangedMeanwhile, domain.RefusedNothingToUndo, domain.RefusedAlreadyUndone,
		domain.RefusedCannotUndo, domain.RefusedNotOpen, domain.RefusedBadDate, domain.RefusedBadNumber, domain.RefusedSelf,
		domain.RefusedCycle, domain.RefusedTooLarge, domain.RefusedAmbiguous,
	} {
		all = append(all, &domain.Refusal{Code: code, Args: []any{1, 2}})
	}
	for _, language := range i18n.Languages() {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		for _, err := range all {
			for _, err := range []error{err, fmt.Errorf("while doing something: %w", err), errors.Join(err, nil)} {
				said := Explain(err)
				unknown := !strings.Contains(said, " ") || strings.Contains(said, "while doing") && !strings.Contains(err.Error(), "odd")
				if unknown || strings.ContainsAny(said, "{}\n") {
					t.Errorf("%s: %v is said as %q", language, err, said)
				}
				for _, formal := range []string{"Sie ", " Sie.", "Ihre", "Ihnen"} {
					if language == i18n.German && strings.Contains(said, formal) {
						t.Errorf("%v is said as %q", err, said)
					}
				}
			}
		}
	}
	if Explain(nil) != "" {
		t.Error("nothing is said as something")
	}
}

func TestACountryKeepsItsCodeWhereItsNameStays(t *testing.T) {
	for text, before := range map[string]string{CountryText("DE"): "DE", "Neverland": "Neverland", "": ""} {
		if got := CountryTyped(" "+text, before); got != before {
			t.Errorf("%q became %q, not %q", text, got, before)
		}
	}
	if got := CountryTyped("France", "DE"); got != "France" {
		t.Errorf("what was typed became %q", got)
	}
}
