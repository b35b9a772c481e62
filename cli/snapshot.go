package cli

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"kontor/domain"
	"kontor/i18n"
	"kontor/workspace"
)

// Picture says what a snapshot of the window shows.
type Picture struct {
	Page, Arg     string
	Keys          string // pressed before it is drawn
	Theme         string
	Width, Height int
}

// pagesOf are the pages that show one record, by its kind.
var pagesOf = map[string]domain.Kind{
	"people": domain.KindPerson, "organisations": domain.KindOrganisation,
	"communities": domain.KindCommunity, "conversations": domain.KindConversation,
}

const largestPicture = 8192

func (a *app) snapshotCommand() *cobra.Command {
	var size, out string
	picture := Picture{}
	c := &cobra.Command{
		Use: "snapshot PAGE [NAME|ID]", Short: i18n.T("cli.snapshot.short"), Long: i18n.T("cli.snapshot.long"),
		Args: arguments(1, -1),
		RunE: a.with(func(ctx context.Context, w *workspace.Workspace, args []string) error {
			if a.Workspace != nil {
				return told("cli.snapshot.window-open") // one process has one application
			}
			if a.Snapshot == nil {
				return told("cli.usage.no-window")
			}
			if n, err := fmt.Sscanf(size, "%dx%d", &picture.Width, &picture.Height); n != 2 || err != nil ||
				min(picture.Width, picture.Height) < 100 || max(picture.Width, picture.Height) > largestPicture {
				return misused("cli.usage.bad-value", "--size", size)
			}
			if picture.Theme != "light" && picture.Theme != "dark" {
				return misused("cli.usage.bad-value", "--theme", picture.Theme)
			}
			picture.Page = args[0]
			if kind, ok := pagesOf[picture.Page]; ok && len(args) > 1 {
				record, err := findRecord(ctx, w, strings.Join(args[1:], " "), kind)
				if err != nil {
					return err
				}
				picture.Arg = record.ID.String()
			} else if len(args) > 1 {
				picture.Arg = args[1]
			}
			drawn, err := a.Snapshot(ctx, w, picture)
			var unknown interface{ KnownPages() []string }
			if errors.As(err, &unknown) {
				return misused("cli.snapshot.no-page", picture.Page, strings.Join(unknown.KnownPages(), ", "))
			}
			var noKey interface{ UnknownKey() string }
			if errors.As(err, &noKey) {
				return misused("cli.usage.bad-value", "--keys", noKey.UnknownKey())
			}
			if err != nil {
				return err
			}
			if err := writePNG(a.path(out), drawn); err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]string{"file": out})
			}
			a.say("cli.snapshot.done", out)
			return nil
		}),
	}
	c.Flags().StringVar(&picture.Theme, "theme", "light", i18n.T("cli.flag.theme"))
	c.Flags().StringVar(&picture.Keys, "keys", "", i18n.T("cli.flag.keys"))
	c.Flags().StringVar(&size, "size", "1280x800", i18n.T("cli.flag.size"))
	c.Flags().StringVarP(&out, "output", "o", "kontor.png", i18n.T("cli.flag.output"))
	return c
}

func writePNG(path string, drawn image.Image) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	return png.Encode(f, drawn)
}
