package demo

import "kontor/domain"

// englishWishes are the wishes in English, one by one.
var englishWishes = []wish{
	{
		title: "Docs in German", text: "The introduction and the manual come in English only.", tags: []string{"docs"},
		quotes: []string{"Our people do not read English.", "We would need the manual in German at least.", "Are there docs in German too?"},
		answer: domain.NeedYes, wording: "The manual appears in German in spring, the introduction follows in summer.",
	},
	{
		title: "Prices for charities", tags: []string{"prices"},
		quotes: []string{"For a charity that is too dear.", "With a price for charities we would join in.", "What do non-profits pay?"},
		answer: domain.NeedYes, wording: "From January on charities pay half.", untold: 1,
	},
	{
		title: "Login with Keycloak", text: "One login for all the tools of the house.", tags: []string{"sso"},
		quotes: []string{"Without single sign-on nothing gets into our network.", "We have Keycloak already, that should do."},
		answer: domain.NeedLater, wording: "It is planned for next year; we will be in touch as soon as there is a date.",
	},
	{
		title: "Own fonts in the Setzkasten", quotes: []string{"Our house font is not in the list.", "Can one add fonts oneself?"},
		reason: "Works already: it is in the introduction under “Fonts”, and everyone who asked has been told.",
	},
	{
		title: "Training for administrators", tags: []string{"training"},
		quotes: []string{"Our technicians would like to come to you for two days.", "Please record it, too."},
		answer: domain.NeedYes, wording: "Twice a year in Weimar, with a recording.",
	},
	{
		title: "A written answer within two days", tags: []string{"support"},
		quotes: []string{"We often wait for a week.", "A short word in between would do.", "Who is in charge of this?"},
		answer: domain.NeedYes, wording: "From now on there is a first word, with a name, on the next working day.", untold: 1,
	},
	{
		title: "Souffleur without a connection", text: "There is no network on stage.",
		quotes: []string{"We have no signal in the theatre.", "When the network is gone, everything stops."},
		answer: domain.NeedNo, wording: "The way it is built does not allow for that; we recommend a print-out as a fallback.", untold: 1,
	},
	{
		title: "A regional meeting in the south", tags: []string{"meeting"},
		quotes: []string{"Weimar is far for us.", "In Munich there would be twenty people at once."},
	},
	{
		title: "Invoices as XRechnung", tags: []string{"invoice"},
		quotes: []string{"As an authority we may accept nothing else.", "The treasury asks for electronic invoices."},
	},
	{
		title: "Accessible forms", tags: []string{"accessibility"},
		quotes: []string{"I cannot get in with my screen reader."},
	},
	{
		title: "Zeilenzähler as an extension of the editor", quotes: []string{"I do not want to change windows for it."},
	},
	{
		title: "Somebody to ask about translations", quotes: []string{"Where do mistakes in the translation go?", "We would like to help."},
	},
}
