package writing

import "testing"

func TestTheTagBeforeTheCaret(t *testing.T) {
	for line, want := range map[string]string{"#do": "do", "will #do": "do", "will (#do": "do", "C#": "", "#doku und": "", "# ": "", "#a,": ""} {
		if got := tagAt(line); got != want {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestMentionAt(t *testing.T) {
	for line, want := range map[string]string{
		"@her": "her", "Auch @Her": "Her", "mail@weimar": "", "@Johann Her": "Johann Her", "Auch @Herder, der": "", "": "", "ohne": "",
	} {
		if got := mentionAt(line); got != want {
			t.Errorf("after %q the name is %q, not %q", line, got, want)
		}
	}
}
