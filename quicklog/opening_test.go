package quicklog_test

import (
	"testing"
	"time"

	"kontor/domain"
	"kontor/i18n"
	"kontor/quicklog"
)

// The word of every channel, in both languages, is read back as the channel by
// which somebody was spoken with; names that say more than a name are quoted.
func TestAnOpeningIsReadBack(t *testing.T) {
	before := i18n.Language()
	t.Cleanup(func() { _ = i18n.SetLanguage(before) })
	for _, language := range []string{i18n.German, i18n.English} {
		if err := i18n.SetLanguage(language); err != nil {
			t.Fatal(err)
		}
		for _, channel := range domain.Channels {
			word := i18n.T("channel." + channel)
			for _, name := range []string{
				"Ludwig Tieck", "Charlotte von Stein", "von Stein", "Goethe", "Dr. Karl Freitag", "Müller, Söhne", "Signal Iduna",
				"Will Good", "Jean Paul & Co", "Anna: die Große", "de la Motte Fouqué", "鈴木 一郎", "Werk 3", "Otto „der Große“",
			} {
				line := quicklog.Opening(word, channel, []string{name}, "", quicklog.Options{})
				if line == "" {
					t.Errorf("%s, %s with %s: nothing is read back", language, channel, name)
					continue
				}
				read := quicklog.Parse(line+"will die Doku", time.Now(), quicklog.Options{})
				if read.Channel != channel || len(read.People) != 1 || read.People[0].Text != name || read.Text != "will die Doku" {
					t.Errorf("%s: %q is read as %s with %+v: %q", language, line, read.Channel, read.People, read.Text)
				}
			}
			line := quicklog.Opening(word, channel, nil, "Hof Weimar", quicklog.Options{})
			read := quicklog.Parse(line+"will die Doku", time.Now(), quicklog.Options{})
			if read.Channel != channel || len(read.People) != 0 || len(read.Organisations) != 1 || read.Organisations[0].Text != "Hof Weimar" {
				t.Errorf("%s: %q is read as %s with %+v @ %+v", language, line, read.Channel, read.People, read.Organisations)
			}
		}
	}
}

func TestAnOpeningWithAnOwnChannel(t *testing.T) {
	own := quicklog.Options{Channels: []quicklog.Channel{{ID: "salon", Names: []string{"Salon am Abend"}}}}
	if line := quicklog.Opening("Salon am Abend", "salon", []string{"Ludwig Tieck"}, "", own); line != "Salon am Abend Ludwig Tieck: " {
		t.Errorf("opened with %q", line)
	}
	if line := quicklog.Opening("Ein Name aus vielen Wörtern", "salon", []string{"Ludwig Tieck"}, "", own); line != "" {
		t.Errorf("%q is not read as the channel", line)
	}
}
