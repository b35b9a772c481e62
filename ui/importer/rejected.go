package importer

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// saveRejected writes what could not be read into a text file, to be put right
// and brought in again.
func (o *outcome) saveRejected() {
	d := o.page.desk
	name := "kontor-" + i18n.T("importer.rejected.file") + "-" + d.Workspace.Now().Format(time.DateOnly) + ".txt"
	d.AskSave(name, i18n.T("importer.rejected.save"), func(path string) {
		rows := o.report.Rejected
		d.Run(func(context.Context) error {
			return workspace.WriteFile(path, func(out io.Writer) error { return writeRejected(out, rows) })
		}, func() {
			d.Wrote(path, "")
		})
	})
}

// writeRejected writes each row with its file, its line and the reason above
// the words as they stood in the file.
func writeRejected(w io.Writer, rows []domain.RejectedRow) error {
	out := bufio.NewWriter(w)
	for _, row := range rows {
		where := row.File
		if row.Line > 0 {
			where = i18n.T("importer.line-of", row.Line, row.File)
		}
		if _, err := fmt.Fprintf(out, "%s: %s\r\n%s\r\n\r\n", where, i18n.T(row.Reason, row.Args...), row.Raw); err != nil {
			return err
		}
	}
	return out.Flush()
}

// rawOf finds the words of each rejected item: both lists are in the order of
// the files.
func rawOf(items []workspace.ImportItem, rejected []domain.RejectedRow) map[int]string {
	raw := map[int]string{}
	for i, item := range items {
		if item.Outcome == workspace.OutcomeRejected && len(raw) < len(rejected) {
			raw[i] = rejected[len(raw)].Raw
		}
	}
	return raw
}

// excerptLength is how much of a rejected entry stands in its row.
const excerptLength = 80

// excerpt is the beginning of a rejected entry, "" where it says nothing.
func excerpt(raw string) string {
	words := strings.Join(slices.DeleteFunc(strings.Fields(raw), isFrame), " ")
	if !strings.ContainsFunc(words, unicode.IsLetter) || strings.HasPrefix(words, "{") {
		return "" // separators only, or a card as data
	}
	runes := []rune(words)
	if len(runes) <= excerptLength {
		return words
	}
	return string(runes[:excerptLength]) + "…"
}

// isFrame tells the lines around every card from what it says.
func isFrame(word string) bool {
	return slices.ContainsFunc([]string{"BEGIN:", "VERSION:", "END:"}, func(frame string) bool {
		return strings.HasPrefix(strings.ToUpper(word), frame)
	})
}

// showRaw shows a rejected entry as it stands in the file, to be copied.
func (o *outcome) showRaw(i int) {
	item := o.items[i]
	reason := kit.NewParagraph(kit.Body, workspace.Reasons(item.Reasons))
	reason.SetColor(kit.ColorLate)
	content := kit.NewColumn(12, reason, kit.NewSelectableText(kit.Secondary, o.raw[i]))
	kit.OpenDialog(o.page.desk.Shell.Canvas(), kit.DialogParams{
		Title: o.place(item), Content: content, Width: 640, Submit: i18n.T("importer.rejected.copy"),
		OnSubmit: func() bool {
			fyne.CurrentApp().Clipboard().SetContent(o.raw[i])
			return true
		},
	})
}
