package exchange

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	signatureSizeLimit = 64 << 10
	signatureLineLimit = 200
)

// signatureLines cuts the signature out of a text: what follows the last
// greeting or the last delimiter, or everything where there is neither.
func signatureLines(text string) []string {
	lines := textLines(text)
	start := 0
	for i, line := range lines {
		if isSignatureDelimiter(line) && hasWords(lines[i+1:]) {
			start = i + 1
			continue
		}
		rest, ok := afterGreeting(line)
		if !ok {
			continue
		}
		if rest != "" {
			lines[i] = rest
			start = i
		} else if hasWords(lines[i+1:]) {
			start = i + 1
		}
	}
	return lines[start:]
}

// textLines gives the last lines of a text without the marks that mail
// programs put around words.
func textLines(text string) []string {
	if len(text) > signatureSizeLimit {
		text = text[len(text)-signatureSizeLimit:]
		for len(text) > 0 && !utf8.RuneStart(text[0]) {
			text = text[1:]
		}
	}
	text = blankReplacer.Replace(cleanText(validText([]byte(text))))
	lines := strings.Split(text, "\n")
	lines = lines[max(0, len(lines)-signatureLineLimit):]
	for i, line := range lines {
		line = strings.TrimRight(strings.TrimLeft(line, "> "), " ")
		line = imageMark.ReplaceAllString(line, "")
		if line != "--" && line != "---" {
			line = strings.Trim(line, "*_ ")
		}
		line = strings.ReplaceAll(line, "*", "")
		lines[i] = strings.TrimSpace(line)
	}
	return lines
}

var (
	blankReplacer = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "", "\u00ad", "", "\r\n", "\n", "\u2028", "\n")
	imageMark     = regexp.MustCompile(`\[(?:image|cid|Bild|Logo)[^\]]{0,200}\]`)
)

func isSignatureDelimiter(line string) bool {
	return line == "--" || line == "---" || line == "—" || len(line) >= 4 && strings.Trim(line, "-_=~*") == ""
}

func hasWords(lines []string) bool {
	for _, line := range lines {
		if strings.Trim(line, "-_=~* ") != "" {
			return true
		}
	}
	return false
}

var greeting = regexp.MustCompile(`(?i)^(?:` +
	`(?:mit\s+)?(?:(?:den\s+)?(?:freundlich|allerbest|best|herzlich|viel|lieb|schön|sonnig|kollegial|hanseatisch|ganz)\p{L}*,?\s+){0,3}(?:und\s+\p{L}+\s+)?gr(?:u|ü|ue)(?:ß|ss)\p{L}*` +
	`|mit\s+(?:vorzüglicher|freundlicher)\s+\p{L}+|mit\s+(?:den\s+)?besten\s+empfehlungen|hochachtungsvoll` +
	`|(?:mfg|lg|vg|bg|glg)\b` +
	`|(?:(?:beste|besten|lieben|vielen|herzlichen)\s+)dank(?:\s+und\s+\p{L}+\s+gr(?:u|ü|ue)(?:ß|ss)\p{L}*)?` +
	`|(?:with\s+)?(?:(?:kind|kindest|best|warm|warmest|many|my|sincere)\s+){0,3}(?:regards|wishes|thanks)\b` +
	`|(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?\b|cheers\b|all\s+the\s+best|best\s*[,!]?\s*$|thank\s+you\b|respectfully\b|cordially\b` +
	`)`)

// afterGreeting recognises a closing formula. Where a name follows on the same
// line, it gives that.
func afterGreeting(line string) (rest string, ok bool) {
	if len(line) > 100 {
		return "", false
	}
	found := greeting.FindString(line)
	if found == "" {
		return "", false
	}
	rest = strings.Trim(line[len(found):], " ,.!;–-")
	words := strings.Fields(rest)
	if len(words) >= 2 && (words[0] == "aus" || words[0] == "from") {
		words = words[2:]
		if len(words) > 0 && len(words[0]) > 0 && strings.EqualFold(words[0], "der") {
			return "", true
		}
		rest = strings.Trim(strings.Join(words, " "), " ,.!")
	}
	switch {
	case rest == "":
		return "", true
	case len(words) <= 4 && looksLikeName(rest, 1):
		return rest, true
	case len(words) <= 4 && !strings.ContainsAny(rest, "@:0123456789"):
		return "", true // "Best regards and thanks again"
	}
	return "", false
}

// signatureSeparators stand between the parts of a line.
var signatureSeparators = regexp.MustCompile(`\s*[|¦│•·∙⋅▪●◦■]\s*|\s+//\s+|\t+|\s{3,}`)

func signatureSegments(line string) []string {
	var segments []string
	for _, segment := range signatureSeparators.Split(line, -1) {
		if segment = trimSegment(segment); segment != "" {
			segments = append(segments, segment)
		}
	}
	return segments
}

func trimSegment(text string) string { return strings.Trim(oneLine(text), " ,;|–-—/<>[]") }

var disclaimer = regexp.MustCompile(`(?i)^(?:` +
	`diese\s+(?:e-?mail|nachricht)|der\s+inhalt\s+dieser|die\s+information(?:en)?\s+in\s+dieser|vertraulich|informationen\s+zum\s+datenschutz|datenschutz|` +
	`this\s+(?:e-?mail|message|communication)|the\s+(?:information|contents?)\s+(?:contained|in|of)|confidential|disclaimer|privacy|` +
	`please\s+(?:consider|think)|think\s+before|bitte\s+(?:denken|prüfen|drucken|beachten)|denken\s+sie|save\s+paper|` +
	`sent\s+from|gesendet\s+(?:von|mit)|von\s+mein\p{L}+\s.*gesendet|get\s+outlook|outlook\s+für|virenfrei|virus-?free|` +
	`if\s+you\s+(?:are\s+not|have\s+received)|sollten\s+sie|falls\s+sie|besuchen\s+sie\s+uns|folgen\s+sie\s+uns|follow\s+us)`)

func isDisclaimer(text string) bool {
	return disclaimer.MatchString(text) || len(text) > 160 && !strings.Contains(text, "@")
}
