package palette

import (
	"context"
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
)

// BenchmarkAnswer measures the palette.
func BenchmarkAnswer(b *testing.B) {
	desktest.Typing(b, []string{
		"schiller cotta", "shiler", "anna amalia", "dokumentation", "schweigt:>90t", "schweigt:nie", "fehlt:mail", "fehlt:tags",
		"fehlt:betreuung", "tag:messe", "tag:presse", "community:kunden", "zuständig:ich", "rhythmus:überfällig", "rolle:multiplikator",
		"community:partner tag:messe", "in:partner schweigt:>90t schiller", "tag:vip m", "schweigt:>1j fehlt:telefon tag:messe",
	}, func(d *desk.Desk) (func(string) error, error) {
		c := newCard(d)
		return func(text string) error {
			_, err := c.find(context.Background(), text)
			return err
		}, c.words.Learn() // read when the palette opens
	})
}
