package exchange

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Format is the kind of a file.
type Format string

// The formats that DetectFile tells apart.
const (
	FormatVCard   Format = "vcard"
	FormatCSV     Format = "csv"
	FormatMail    Format = "eml"
	FormatArchive Format = "jsonl" // Kontor's own
	FormatUnknown Format = "unknown"
)

// detectHead is how much of a file is looked at.
const detectHead = 64 << 10

// DetectFile tells the format of a file by its beginning, and by its name only
// where the beginning says nothing.
func DetectFile(path string) (Format, error) {
	f, err := os.Open(path)
	if err != nil {
		return FormatUnknown, err
	}
	defer f.Close()
	head := make([]byte, detectHead)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return FormatUnknown, err
	}
	return Detect(head[:n], filepath.Ext(path)), nil
}

// Detect tells the format of a file by its first bytes, and by the ending of its
// name where they say nothing.
func Detect(head []byte, ending string) Format {
	text := strings.ToUpper(strings.TrimLeft(plainHead(head), " \t\r\n\uFEFF"))
	switch {
	case strings.HasPrefix(text, "BEGIN:VCARD"):
		return FormatVCard
	case strings.HasPrefix(text, `{"KONTOR"`):
		return FormatArchive
	case strings.Contains(text, "\nBEGIN:VCARD"), strings.Contains(text, "\rBEGIN:VCARD"):
		return FormatVCard
	case looksLikeMail(text):
		return FormatMail
	}
	switch strings.ToLower(ending) {
	case ".vcf", ".vcard":
		return FormatVCard
	case ".eml":
		return FormatMail
	case ".jsonl":
		return FormatArchive
	}
	if bytes.IndexByte(head, 0) >= 0 && !strings.HasPrefix(string(head), "\xff\xfe") && !strings.HasPrefix(string(head), "\xfe\xff") && strings.IndexByte(text, 0) >= 0 {
		return FormatUnknown
	}
	return FormatCSV
}

// plainHead is the head without the zero bytes that UTF-16 puts between Latin
// letters; enough to recognise a keyword.
func plainHead(head []byte) string {
	head = bytes.TrimPrefix(bytes.TrimPrefix(head, []byte("\xff\xfe")), []byte("\xfe\xff"))
	if len(head) > 1 && (head[0] == 0 || head[1] == 0) {
		return string(bytes.ReplaceAll(head, []byte{0}, nil))
	}
	return string(head)
}

func looksLikeMail(upper string) bool {
	header, _, _ := strings.Cut(strings.ReplaceAll(upper, "\r\n", "\n"), "\n\n")
	has := func(field string) bool {
		return strings.HasPrefix(header, field+":") || strings.Contains(header, "\n"+field+":")
	}
	return has("FROM") && (has("DATE") || has("SUBJECT") || has("RECEIVED") || has("MIME-VERSION"))
}
