package people

import (
	"context"
	"testing"

	"kontor/ui/desk"
	"kontor/ui/desk/desktest"
	"kontor/ui/kit"
	"kontor/ui/roster"
)

// BenchmarkTyping measures the field above the list.
func BenchmarkTyping(b *testing.B) {
	desktest.Typing(b, []string{
		"schiller", "shiler", "cota", "xqzkwv", "anna amalja", "tag:messe shiler", "community:kunden mueler", "schweigt:>90t shiler",
	}, func(d *desk.Desk) (func(string) error, error) {
		l := newList(d)
		params := l.params()
		return func(text string) error {
			f, wrong, err := l.read(context.Background(), filter{Text: text})
			if err == nil && wrong == "" {
				_, err = params.Fetch(context.Background(), f, orders()[0], kit.Turn{Limit: roster.PageSize})
			}
			return err
		}, l.words.Learn() // read with the first colon
	})
}
