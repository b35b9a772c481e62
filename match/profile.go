package match

import (
	"slices"
	"strings"

	"kontor/domain"
)

// Profile is what is compared of a person.
type Profile struct {
	Name         domain.Name
	Emails       []string
	Phones       []string // E.164, such as "+49301234567"
	Organisation string   // name of the organisation
	Birthday     domain.PartialDate
	// Identities are accounts: the service, a colon, and the account name or
	// the address of the profile page, such as "mastodon:@anna@social.example".
	Identities []string
}

// features are a profile brought into the form in which it is compared.
type features struct {
	given        []string
	family       string
	former       string
	sound        string // of the family name
	single       string // the whole name where it is one word
	emails       []string
	phones       []string
	identities   []string
	organisation string
	birthday     domain.PartialDate
}

func featuresOf(p Profile) features {
	f := features{organisation: organisationKey(p.Organisation), birthday: p.Birthday}
	given, family := nameParts(p.Name)
	f.given, f.family, f.former = givenWords(given), nameKey(family), nameKey(p.Name.Former)
	f.sound = Cologne(f.family)
	if len(f.given) == 0 || f.family == "" {
		f.single = f.family + strings.Join(f.given, " ")
	}
	for _, e := range p.Emails {
		if key := emailKey(e); key != "" && !SharedMailbox(key) {
			f.emails = append(f.emails, key)
		}
	}
	for _, phone := range p.Phones {
		if key := phoneKey(phone); key != "" {
			f.phones = append(f.phones, key)
		}
	}
	for _, i := range p.Identities {
		if key := identityKey(i); key != "" {
			f.identities = append(f.identities, key)
		}
	}
	return f
}

// nameParts gives given and family name. Of a name known only as a whole, what
// stands before a comma, or else the last word, is taken for the family name.
func nameParts(n domain.Name) (given, family string) {
	if n.Given != "" || n.Family != "" {
		return n.Given, n.Family
	}
	whole := strings.TrimSpace(n.Display)
	if whole == "" {
		return "", n.Nickname
	}
	if before, after, found := strings.Cut(whole, ","); found {
		return strings.TrimSpace(after), strings.TrimSpace(before)
	}
	words := slices.DeleteFunc(strings.Fields(whole), isTitle)
	if len(words) == 0 {
		return "", whole
	}
	last := len(words) - 1
	for last > 0 && isParticle(words[last-1]) {
		words = slices.Delete(words, last-1, last)
		last--
	}
	return strings.Join(words[:last], " "), words[last]
}

func isTitle(word string) bool {
	switch strings.ToLower(word) {
	case "dr.", "dr", "prof.", "prof", "herr", "frau", "mr.", "mr", "mrs.", "ms.", "ing.", "dipl.-ing.", "mag.", "med.":
		return true
	}
	return false
}

func isParticle(word string) bool {
	switch word {
	case "von", "van", "der", "den", "de", "zu", "vom", "zum", "zur", "und", "la", "le", "di", "da", "del", "della", "dos", "du", "ter", "ten", "af":
		return true
	}
	return false
}

// nameKey compares family names without hyphens and blanks, and without the
// particle that some files keep in the family name.
func nameKey(family string) string {
	words := strings.FieldsFunc(family, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '’' || r == '.' })
	for len(words) > 1 && isParticle(words[0]) {
		words = words[1:]
	}
	return FoldGerman(strings.Join(words, ""))
}

// emailKey brings an address into the form in which it is delivered: Google
// ignores dots and what follows a plus sign.
func emailKey(email string) string {
	key := strings.ToLower(strings.TrimSpace(email))
	local, host, found := strings.Cut(key, "@")
	if !found || local == "" || host == "" {
		return ""
	}
	if host == "googlemail.com" || host == "gmail.com" {
		local, _, _ = strings.Cut(strings.ReplaceAll(local, ".", ""), "+")
		host = "gmail.com"
	}
	return local + "@" + host
}

// SharedMailbox reports whether an address is read by several people, so that
// two contacts with it need not be one person: info@, kontakt@, office@ …
func SharedMailbox(email string) bool {
	local, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(email)), "@")
	first := strings.FieldsFunc(local, func(r rune) bool { return strings.ContainsRune(".-_+", r) })
	if len(first) == 0 {
		return false
	}
	return sharedLocals[FoldGerman(local)] || sharedPrefixes[FoldGerman(first[0])]
}

// sharedPrefixes mark a shared mailbox also with something behind them, as in
// "info-berlin"; sharedLocals only as the whole local part.
var (
	sharedPrefixes = wordSet("info infos kontakt contact office service support noreply newsletter sekretariat zentrale buchhaltung " +
		"rechnung invoice bewerbung datenschutz presse vertrieb einkauf kundenservice kundendienst")
	sharedLocals = wordSet("mail post email hello hallo hi team sales verkauf rechnungen invoices billing accounting accounts " +
		"jobs job karriere career careers hr personal personalabteilung press media redaktion marketing no-reply do-not-reply donotreply " +
		"admin administrator webmaster postmaster hostmaster abuse security privacy empfang reception buero bestellung bestellungen " +
		"order orders shop help hilfe helpdesk it edv anfrage anfragen verwaltung vorstand geschaeftsfuehrung gf praxis kanzlei " +
		"beratung events event verein rathaus gemeinde mailbox all alle staff list liste root webmaster community dialog welcome " +
		"willkommen partner partners feedback legal finance finanzen logistik lager werkstatt")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[FoldGerman(word)] = true
	}
	return set
}

// phoneKey keeps the digits; fewer than six are an extension, not a number.
func phoneKey(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
	if len(digits) < 6 {
		return ""
	}
	return digits
}

// identityKey is the service with the account name, also where the file has the
// address of the profile page.
func identityKey(identity string) string {
	service, account, found := strings.Cut(strings.ToLower(strings.TrimSpace(identity)), ":")
	if !found {
		service, account = "", service
	}
	if service == "http" || service == "https" { // a page without a service
		service, account = "", service+":"+account
	}
	account = strings.TrimSpace(account)
	_, page, isPage := strings.Cut(account, "://")
	if !isPage && (strings.HasPrefix(account, "www.") || strings.Contains(account, ".com/")) {
		page, isPage = account, true
	}
	if isPage {
		var host string
		host, account = accountOfPage(page)
		if service == "" {
			service = host
		}
		if strings.HasPrefix(account, "@") && service == "mastodon" {
			account += "@" + strings.TrimPrefix(host, "www.")
		}
	}
	account = strings.TrimPrefix(account, "@")
	if account == "" {
		return ""
	}
	return serviceOf(service) + ":" + account
}

// accountOfPage gives the host and the last part of the path of a profile page.
func accountOfPage(page string) (host, account string) {
	if end := strings.IndexAny(page, "?#"); end >= 0 {
		page = page[:end]
	}
	host, path, _ := strings.Cut(strings.Trim(page, "/"), "/")
	return host, path[strings.LastIndexByte(path, '/')+1:]
}

// serviceOf shortens the host of a network to its name: www.linkedin.com is linkedin.
func serviceOf(service string) string {
	labels := strings.Split(service, ".")
	if len(labels) < 2 {
		return service
	}
	switch name := labels[len(labels)-2]; name {
	case "linkedin", "xing", "github", "gitlab", "facebook", "instagram", "x", "reddit", "youtube":
		return name
	case "twitter":
		return "x"
	}
	return strings.TrimPrefix(service, "www.")
}

// legalForms and generalWords are left out when organisations are compared.
var (
	legalForms = wordSet("gmbh ag kg ohg gbr ug mbh co cokg kgaa eg ev e.v. se ltd limited llc inc corp corporation plc bv b.v. nv sa s.a. sarl " +
		"srl spa sas ab as oy gesmbh ggmbh haftungsbeschraenkt")
	generalWords = wordSet("company stiftung gemeinnuetzige und and the die der")
)

// organisationKey compares names of organisations without legal forms,
// punctuation and blanks.
func organisationKey(name string) string {
	words := strings.FieldsFunc(FoldGerman(name), func(r rune) bool { return strings.ContainsRune(" ,&+()/\"'-", r) })
	kept := make([]string, 0, len(words))
	for _, w := range words {
		if w = strings.ReplaceAll(w, ".", ""); w != "" && !legalForms[w] && !generalWords[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) == 0 {
		kept = words
	}
	return strings.Join(kept, "")
}
