package domain

// ComplaintTag reports whether a tag marks a conversation as a complaint. The
// words are those of the languages in which people write to us, so that
// a team sees the same complaints whatever the language of each window.
func ComplaintTag(tag string) bool { return complaintTags[NormalTag(tag)] }

var complaintTags = map[string]bool{
	"complaint": true, "complaints": true, "grievance": true,
	"beschwerde": true, "beschwerden": true, "reklamation": true, "reklamationen": true, "mängelrüge": true,
	"plainte": true, "réclamation": true, "reclamation": true,
	"queja": true, "reclamación": true, "reclamo": true, "reclamação": true,
	"klacht": true, "klage": true, "klagomål": true, "skarga": true, "reklamacja": true, "stížnost": true, "reklamace": true,
}
