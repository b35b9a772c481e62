package projections

import (
	"regexp"
	"strings"
)

// Plain takes the marks out of Markdown, for the few lines of a row. A hash
// without a blank begins a tag and stays.
func Plain(source string) string {
	var lines []string
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "> "))
		if heading := strings.TrimLeft(line, "#"); heading != line && strings.HasPrefix(heading, " ") {
			line = strings.TrimSpace(heading)
		}
		if rest := listMark.ReplaceAllString(line, ""); rest != line {
			line = "· " + rest
		}
		line = markdownMarks.Replace(markdownLink.ReplaceAllString(line, "$1"))
		if line = strings.Trim(line, "-=* "); line != "" && line != "·" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

var (
	markdownLink  = regexp.MustCompile(`!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)`)
	markdownMarks = strings.NewReplacer("**", "", "__", "", "~~", "", "`", "")
	listMark      = regexp.MustCompile(`^(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?`)
)
