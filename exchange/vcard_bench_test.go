package exchange

import (
	"bytes"
	"testing"
)

// BenchmarkReadVCards reads cards of a usual size; the unit of its result is
// one card.
func BenchmarkReadVCards(b *testing.B) {
	card := []byte("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:urn:uuid:00000000-0000-4000-8000-000000000000\r\n" +
		"N:von Goethe;Johann;Wolfgang;Dr.;\r\nFN:Dr. Johann Wolfgang von Goethe\r\nORG:Hof Sachsen-Weimar;Geheimes Consilium\r\n" +
		"TITLE:Minister\r\nitem1.EMAIL;TYPE=INTERNET;TYPE=PREF:goethe@frauenplan.example\r\nitem1.X-ABLabel:Haus\r\n" +
		"TEL;TYPE=WORK,VOICE:+49 3643 231250\r\nTEL;TYPE=CELL:0171 3920001\r\nADR;TYPE=HOME:;;Frauenplan 1;Weimar;;99423;Deutschland\r\n" +
		"BDAY:1749-08-28\r\nURL:https://weimar.social/@goethe\r\nCATEGORIES:Dichter,Minister\r\n" +
		"NOTE:Reist im September nach Italien\\, ohne es jemandem zu sagen.\\nErst in R\r\n om wieder erreichbar.\r\nEND:VCARD\r\n")
	b.SetBytes(int64(len(card)))
	b.ReportAllocs()
	read := 0
	err := ReadVCards(bytes.NewReader(bytes.Repeat(card, b.N)), func(Contact) error { read++; return nil }, nil)
	if err != nil || read != b.N {
		b.Fatalf("%d of %d cards, %v", read, b.N, err)
	}
}
