package quicklog

import (
	"strings"

	"kontor/domain"
	"kontor/when"
)

// channelWord is what a word says of the conversation. Verbs also tell the
// direction, some only by their place: "called Goethe", "Goethe called".
type channelWord struct {
	id       string
	leading  domain.Direction // before the people
	trailing domain.Direction // after the people
}

const mostChannelWords = 3

var channelWords = map[string]channelWord{}

func init() {
	for id, words := range map[string]string{
		domain.ChannelCall: "telefonat,telefon,tel,telefongespraech,telefoniert,anruf,call,phone,phone call,phonecall," +
			"rueckruf,callback,call back,telko,telco,telefonkonferenz,conference call,mailbox,voicemail,fernmuendlich",
		domain.ChannelMail: "mail,e-mail,email,mails,emails,e-mails,mailverkehr,mailwechsel",
		domain.ChannelMeeting: "treffen,meeting,besuch,visit,termin,besprechung,gespraech,mittagessen,lunch,abendessen," +
			"dinner,fruehstueck,breakfast,kaffee,coffee,workshop,sitzung,getroffen,met,met with,besucht,visited,vor ort,in person",
		domain.ChannelVideo: "video,videocall,video-call,video call,videokonferenz,videoanruf,videogespraech,videochat,zoom," +
			"teams,ms teams,microsoft teams,webex,skype,facetime,jitsi,google meet,gmeet,bigbluebutton,bbb,webinar",
		domain.ChannelEvent: "messe,fair,trade fair,trade show,event,veranstaltung,konferenz,conference,kongress,tagung," +
			"summit,meetup,stammtisch,vortrag,hackathon,barcamp",
		domain.ChannelLetter: "brief,letter,postkarte,postcard,fax,einschreiben",
		domain.ChannelForum:  "forum,discourse,forenbeitrag,forumsbeitrag,forum post,forum thread,forenthread,thread,stackoverflow,stack overflow,reddit",
		domain.ChannelChat: "chat,slack,whatsapp,signal,telegram,threema,matrix,sms,messenger,discord,irc,wechat,imessage," +
			"mattermost,rocketchat,nachricht,message,kurznachricht,textnachricht",
		domain.ChannelSocial: "social,linkedin,mastodon,xing,facebook,twitter,bluesky,instagram,fediverse,tweet,toot,youtube,tiktok,soziale medien,soziale netze,soziales netz,social media",
		domain.ChannelNote:   "notiz,note,vermerk,aktennotiz,memo,interne notiz,internal note,hausnotiz",
	} {
		addWords(channelWord{id: id}, words)
	}
	const in, out = domain.DirectionIncoming, domain.DirectionOutgoing
	for _, verb := range []struct {
		id                string
		leading, trailing domain.Direction
		words             string
	}{
		{domain.ChannelCall, out, in, "called,phoned,rang,ring"},
		{domain.ChannelCall, out, out, "angerufen,zurueckgerufen,habe angerufen,habe zurueckgerufen"},
		{domain.ChannelCall, in, in, "rief an,ruft an,hat angerufen,has called,rief zurueck,hat zurueckgerufen,called back,eingehender anruf,incoming call"},
		{domain.ChannelCall, out, out, "ausgehender anruf,outgoing call"},
		{domain.ChannelMail, out, in, "mailed,emailed,wrote,wrote to,schrieb,schreibt"},
		{domain.ChannelMail, out, out, "gemailt,angeschrieben,habe geschrieben"},
		{domain.ChannelMail, in, in, "mailte,hat gemailt,hat geschrieben,antwortete,replied"},
		{domain.ChannelMeeting, domain.DirectionMutual, domain.DirectionMutual, "kam vorbei,war da,dropped by"},
	} {
		addWords(channelWord{verb.id, verb.leading, verb.trailing}, verb.words)
	}
}

func addWords(w channelWord, words string) {
	for key := range strings.SplitSeq(words, ",") {
		channelWords[key] = w
	}
}

// ownChannels are the words of the user's own channels. They win over the
// ones that ship.
func ownChannels(channels []Channel) map[string]channelWord {
	own := map[string]channelWord{}
	for _, c := range channels {
		for _, name := range append([]string{c.ID}, c.Names...) {
			words := strings.Fields(name)
			if len(words) == 0 || len(words) > mostChannelWords {
				continue
			}
			for i, w := range words {
				words[i] = when.Fold(w)
			}
			own[strings.Join(words, " ")] = channelWord{id: c.ID}
		}
	}
	return own
}

func (p *parser) channelWord(key string) (channelWord, bool) {
	if w, ok := p.channels[key]; ok {
		return w, true
	}
	w, ok := channelWords[key]
	return w, ok
}

// compounds end the names of channels: "Buchmesse", "Kundenbesuch".
var compounds = []struct{ suffix, id string }{
	{"messe", domain.ChannelEvent},
	{"kongress", domain.ChannelEvent},
	{"tagung", domain.ChannelEvent},
	{"videokonferenz", domain.ChannelVideo},
	{"telefonkonferenz", domain.ChannelCall},
	{"konferenz", domain.ChannelEvent},
	{"besuch", domain.ChannelMeeting},
	{"treffen", domain.ChannelMeeting},
	{"gespraech", domain.ChannelMeeting},
	{"telefonat", domain.ChannelCall},
	{"anruf", domain.ChannelCall},
}

// compound reads the parts of "Zoom-Call" and the end of "Buchmesse". The
// first part of a hyphened word decides.
func (p *parser) compound(key string) (channelWord, bool) {
	if strings.Contains(key, "@") {
		return channelWord{}, false
	}
	if parts := strings.Split(key, "-"); len(parts) > 1 && len(parts) < 4 {
		last, hasLast := p.channelWord(parts[len(parts)-1])
		first, hasFirst := p.channelWord(parts[0])
		switch {
		case hasFirst && (hasLast || linkedTo[parts[len(parts)-1]]):
			return channelWord{id: first.id}, true
		case hasLast && last.leading == "" && last.id != domain.ChannelNote:
			return channelWord{id: last.id}, true
		}
		return channelWord{}, false
	}
	for _, c := range compounds {
		if strings.HasSuffix(key, c.suffix) && len(key) >= len(c.suffix)+3 {
			return channelWord{id: c.id}, true
		}
	}
	return channelWord{}, false
}

// linkedTo are the second parts of words like "Forum-Antwort".
var linkedTo = map[string]bool{
	"antwort": true, "beitrag": true, "post": true, "posting": true, "frage": true, "reply": true, "termin": true,
	"kontakt": true, "anfrage": true, "austausch": true, "session": true, "thread": true, "kommentar": true, "comment": true,
}

// viaWords lead from one word for the channel to a closer one: "Nachricht auf
// LinkedIn".
var viaWords = map[string]bool{"auf": true, "on": true, "via": true, "per": true, "ueber": true, "over": true, "in": true, "im": true}

// topicWords end the people and begin what it was about.
var topicWords = map[string]bool{
	"wegen": true, "ueber": true, "about": true, "re": true, "regarding": true, "betr": true, "betreffs": true,
	"bzgl": true, "zum": true, "zur": true, "zu": true, "concerning": true, "thema": true,
}

// openers may stand before the channel: "kurzes Telefonat", "a quick call".
var openers = map[string]bool{
	"ein": true, "eine": true, "einen": true, "a": true, "an": true, "the": true, "kurz": true, "kurze": true, "kurzes": true,
	"kurzer": true, "langes": true, "lange": true, "langer": true, "short": true, "quick": true, "long": true,
	"neue": true, "neuer": true, "neues": true, "new": true, "habe": true, "hab": true, "ich": true, "i": true, "had": true,
	"per": true, "via": true, "am": true, "im": true, "beim": true, "on": true, "by": true, "eigener": true, "erstes": true, "erster": true, "first": true,
}

// Prepositions between the channel and the people.
var (
	fromWords = map[string]bool{"von": true, "vom": true, "from": true, "by": true, "←": true, "<-": true}
	toWords   = map[string]bool{"an": true, "to": true, "←→": false, "→": true, "->": true}
	withWords = map[string]bool{"mit": true, "with": true, "zwischen": true, "between": true, "↔": true}
	// atWords after a name say where the person works.
	atWords = map[string]bool{"bei": true, "at": true, "from": true}
)

// fromIsParticle: "Treffen von Stein" names a noble, "Mail von Stein" and
// "Besuch von Stein" somebody who wrote or came.
func (h *head) fromIsParticle() bool {
	if h.hasChannel && !h.trailing && h.channelAt.end > 0 {
		switch when.Fold(h.p.line[h.channelAt.start:h.channelAt.end]) {
		case "besuch", "visit":
			return false
		}
	}
	switch h.p.out.Channel {
	case domain.ChannelMeeting, domain.ChannelVideo, domain.ChannelEvent, domain.ChannelNote:
		return true
	}
	return false
}
