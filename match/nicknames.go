package match

import (
	"slices"
	"strings"
)

// SameGivenName reports whether two given names can be those of one person:
// equal, spelled differently, short for each other (Fritz and Friedrich, Bill
// and William), or one with and one without further names (Johann and Johann
// Wolfgang). Initials are not enough.
func SameGivenName(a, b string) bool {
	return compareGiven(givenWords(a), givenWords(b)) >= givenNickname
}

// givenRelation says how two given names stand to each other.
type givenRelation uint8

const (
	givenUnknown   givenRelation = iota // one is missing
	givenDifferent                      // clearly another name
	givenUnclear                        // an initial, or nearly the same
	givenNickname                       // short for the other, or another spelling
	givenEqual
)

// givenWords takes a given name apart. "Hans-Peter", "Hans Peter" and "J. P."
// are two words each.
func givenWords(name string) []string {
	return strings.FieldsFunc(FoldGerman(name), func(r rune) bool { return r == ' ' || r == '-' || r == '.' })
}

func compareGiven(a, b []string) givenRelation {
	if len(a) == 0 || len(b) == 0 {
		return givenUnknown
	}
	if slices.Equal(a, b) || strings.Join(a, "") == strings.Join(b, "") {
		return givenEqual
	}
	first := compareGivenWord(a[0], b[0])
	if len(a) > 1 && len(b) > 1 {
		// Hans-Peter is not Hans-Georg.
		return min(first, compareGivenWord(a[1], b[1]))
	}
	return first
}

func compareGivenWord(a, b string) givenRelation {
	switch {
	case a == b:
		return givenEqual
	case shareNickname(a, b):
		return givenNickname
	case len(a) == 1 && strings.HasPrefix(b, a), len(b) == 1 && strings.HasPrefix(a, b):
		return givenUnclear
	case Similarity(a, b) >= 0.85:
		return givenUnclear
	}
	return givenDifferent
}

func shareNickname(a, b string) bool {
	groups := nicknames[a]
	return len(groups) > 0 && slices.ContainsFunc(nicknames[b], func(g int) bool { return slices.Contains(groups, g) })
}

// nicknames gives the groups that a folded name belongs to. A short name can
// belong to several (Alex), and does not join them: Alexander is not Alexandra.
var nicknames = func() map[string][]int {
	table := map[string][]int{}
	for i, group := range nicknameGroups {
		for name := range strings.SplitSeq(group, " ") {
			key := FoldGerman(name)
			if !slices.Contains(table[key], i) {
				table[key] = append(table[key], i)
			}
		}
	}
	return table
}()

// nicknameInitials are the first letters of the full names that a name may be
// short for, for blocking.
func nicknameInitials(name string) []byte {
	var initials []byte
	for _, g := range nicknames[name] {
		if first := FoldGerman(nicknameGroups[g][:1])[0]; !slices.Contains(initials, first) {
			initials = append(initials, first)
		}
	}
	return initials
}

// nicknameGroups lists, full name first, what one person goes by in German and
// English: short forms and spellings. Names that merely have the same root
// (Georg and Jürgen, Anna and Anja) are different people today. The full name
// begins with a letter without diacritics.
var nicknameGroups = []string{
	"Adelheid Heidi Heidrun Adele",
	"Albert Bert Berti Al Bertie",
	"Alexander Alex Alec Sascha Sandro Xander Sasha Lex Aleksander Aleksandr Alexandre",
	"Alexandra Alex Alexa Sandra Sascha Sasha Lexi Xandra Aleksandra",
	"Alfred Fred Fredi Freddy Alf",
	"Alois Aloys Aloisius Loisl",
	"Andreas Andi Andy Andre Anderl Andrej",
	"Andrew Andy Drew Andre",
	"Angelika Angela Geli Angelica Angie",
	"Anna Anni Annie Anne Ann",
	"Anneliese Annelise Liesl Lise",
	"Annemarie Annemie",
	"Anthony Tony Ant Antony",
	"Anton Toni Tony",
	"Antonia Toni Tonia Tony",
	"Arnold Arno Arne Arnie",
	"August Gustl Gus Augustus",
	"Barbara Barb Babs Bärbel Babette Barbie Barbra",
	"Bartholomäus Barthel Bartholomew Bart",
	"Beatrice Bea Beate Beatrix Trixi",
	"Benedikt Bene Benno Benedict Ben",
	"Benjamin Ben Benny Benni Benji Benno",
	"Bernhard Bernd Bernt Benno Bernie Berend",
	"Berthold Bert Bertold Bertolt",
	"Birgit Gitte Biggi",
	"Brigitte Gitte Gitta Brigitta",
	"Cäcilia Cilli Zilli Cecilia Silke Celia",
	"Carl Karl Carlo Karlheinz",
	"Carola Karola Carolin",
	"Caroline Karoline Caro Carolin Karolin Lina Carrie Carolyn Carolina Karolina",
	"Caspar Kaspar Casper Kasper",
	"Catherine Kate Cathy Kathy Katie Cat Katherine Kathryn Kit",
	"Charles Charlie Chuck Chas Charley",
	"Charlotte Lotte Charly Lotti Charlie Lottie Charlene",
	"Christian Chris Christel Kristian",
	"Christiane Chris Christel Nane Christa Kristiane",
	"Christina Tina Chris Kristina Chrissy Stina Nina Christy",
	"Christine Chris Christel Tine Stine Christin Kristin Christl Tina Kristine",
	"Christopher Chris Kit Topher Kristopher",
	"Christoph Chris Christof Stoffel Kristof Christopher",
	"Cornelia Conny Nele Connie Nelli Kornelia",
	"Cornelius Cornel Conny Nelius Kornelius",
	"Daniel Dan Danny Dani",
	"Daniela Dani Ela",
	"David Dave Davey Davide",
	"Deborah Debbie Deb Debora Debra",
	"Detlef Detlev",
	"Dietrich Dieter Didi Diederich Dietz",
	"Dominik Dominic Dom Nick",
	"Donald Don Donny Donnie",
	"Dorothea Dora Thea Doro Dorothee Dorle Dörte Dorte Dorothy Dot Dottie",
	"Eberhard Ebbo Hardy Eberhardt",
	"Edmund Ed Eddi Eddy Ned",
	"Eduard Edi Edward Ed Eddy Ede",
	"Edward Ed Eddie Ted Teddy Ned Eddy",
	"Eleonore Elly Leonore Ella Nora Eleonora Lore Lenore Ellinor Eleanor",
	"Elisabeth Elizabeth Lisa Liesel Lisbeth Sisi Sissi Else Elsa Elli Ella Elsbeth Betty Bettina Liz Lizzy Beth Eliza Lilli Lisl Ilse Lise Babette Elise Betsy Lizzie Liza",
	"Emanuel Manuel Mano Immanuel Emmanuel Manny",
	"Emil Emile",
	"Emilia Emily Emmi Emma Milla Emilie",
	"Engelbert Bert",
	"Erhard Erhart Erhardt",
	"Eric Erik Erich",
	"Ernst Ernest Ernie Erni",
	"Eugen Eugene Gene",
	"Eva Evi Eve Evelyn Ev",
	"Felicitas Felizitas Fee",
	"Ferdinand Ferdi Fernand Nand Ferdl",
	"Florian Flo Flori",
	"Frances Fran Franny Francie Frankie",
	"Francis Frank Fran",
	"Frank Franck Franklin Frankie",
	"Franz Franzl Franziskus",
	"Franziska Franzi Fränzi Sissi Ziska Franka",
	"Frederick Fred Freddy Freddie Frederic Frederik Rick",
	"Friederike Rike Frieda Fritzi Friedel Rieke Ricke Frida",
	"Friedhelm Friedel Helm",
	"Friedrich Fritz Fred Friedel Frieder Fiete Fiedi Freddy Fridrich",
	"Gabriele Gabi Gaby Gabriela Gabrielle Ela",
	"Georg Schorsch",
	"George Georgie Geordie",
	"Gerald Gerry Gerd Jerry",
	"Gerhard Gerd Gert Gerrit Gerhardt Hardy",
	"Gertrud Trude Gertrude Traudel Gerti Trudi Trudel Gerta",
	"Gisela Gisa Gila Giesela",
	"Gottfried Götz Friedel Godfrey",
	"Gregor Greg Gregory Grischa",
	"Gregory Greg Gregg",
	"Günter Günther Gunther Gunter Günni",
	"Gustav Gustl Gus Gustave Gustaf",
	"Hannelore Hanne Lore Hanna Loni",
	"Harald Harry Harri",
	"Harold Harry Hal",
	"Hartmut Hardy Hartmuth",
	"Hedwig Hedi Hede Hedda",
	"Heinrich Heiner Heinz Hinnerk Heini Hinrich",
	"Helene Helena Leni Lena Hella Helen Nelly Nell Ellie",
	"Helmut Helmuth Hellmut Hellmuth",
	"Henriette Henni Jette Henny Etta Hetty",
	"Henry Harry Hank Hal",
	"Herbert Herb Heribert Bert Herbie",
	"Hermann Herman Armin Harm Manni",
	"Hieronymus Jerome Jeronimo Jerry",
	"Hildegard Hilde Hilda Hildchen Hildegart",
	"Hubert Hubertus Bert Hubsi Hugh",
	"Ignaz Ignatius Naz Ignacio",
	"Ingeborg Inge",
	"Irene Reni Irena",
	"Irmgard Irma Irmi Irmela Irmel",
	"Isabel Isabella Bella Isabelle Isa Izzy Belle",
	"Isidor Isidore Izzy",
	"Jakob Jacob Jaap Köbi Jake Jack Jackl",
	"James Jim Jimmy Jamie Jem Jimmie",
	"Jan Jann",
	"Jennifer Jenny Jen Jenni Jenn",
	"Jeffrey Jeff Geoffrey Geoff",
	"Joachim Jochen Achim Jochem Jo Jockel Kim Chim Joaquin",
	"Johanna Hanna Hannah Hanne Jo Johanne Hanni",
	"Johannes Hans Johann Hannes Johnny Jonny Joh Hansi Johan Jo Hanns Hänsel",
	"John Johnny Jack Jon Johnnie",
	"Jonathan Jon Jonny Nathan Jonas Johnny Jonathon",
	"Josef Joseph Sepp Jupp Joe Jo Beppo Pepi Joschka Jos Joey Seppi Seppl",
	"Josefine Josephine Josefa Josepha Josie Fine Finchen Sefa Josy Jo",
	"Julia Julie Juliane Jule Juli Jules",
	"Juliane Julia Jule Liane Juliana",
	"Julian Jules Juli Julien",
	"Jürgen Jürg",
	"Judith Judy Jutta Judit Judi",
	"Karl Carl Karlheinz Kalle Carlo",
	"Karl-Heinz Karlheinz Kalle Heinz Karl",
	"Katharina Käthe Katja Kathrin Katrin Kati Kathi Catharina Nina Trina Katinka Kat Käte Cathrin Catrin Kathy Kate Katarina Cathy",
	"Kenneth Ken Kenny",
	"Klaus Claus Nikolaus Klas Nicolas Nico",
	"Konrad Conrad Konny Conny Kunz Konni",
	"Konstantin Constantin Konsti Kosta Costa Constantine Tino",
	"Konstanze Constanze Stanzi Constanza Constance Connie Conny",
	"Kunigunde Gunda Kuni",
	"Kurt Curt Curtis",
	"Lambert Bert Lampe",
	"Laurence Larry Lawrence Laurie Lars",
	"Leonhard Leo Hardy Lenz Leonard Lennart Len Lenny Leonardo",
	"Leopold Leo Poldi Poldl",
	"Lorenz Laurenz Lars Laurentius Lenz Lawrence Laurin Renz",
	"Louise Luise Lou Lulu Luisa Louisa",
	"Lucas Lukas Luke Luca Luc Luka",
	"Ludwig Lutz Lui Wiggerl Wickerl Lou",
	"Luise Louise Luisa Lulu Lou Louisa",
	"Magdalena Lena Leni Magda Madlen Lene Madeleine Magdalene Malena Maddie Marlene",
	"Manfred Manni Fred Manny Freddy",
	"Manuela Manu Ela Nela",
	"Marcel Marcello Cello",
	"Margarete Grete Gretel Greta Rita Meta Margret Margarethe Gitta Gritt Marga Grit Margareta Margaretha Gretchen Gretl",
	"Margaret Maggie Meg Peggy Madge Margie Rita Greta Marge Maggi Maisie",
	"Maria Marie Mary Mia Mieke Ria Mizzi Mitzi Mimi Mariechen",
	"Marianne Mariann Marion Janne Nanni Mary Mariana",
	"Markus Marcus Marc Mark Marco Marko",
	"Martha Marta Marthe Patty Mattie",
	"Martin Martl Märten Marten Marty Maarten",
	"Martina Tina Martine Tini",
	"Mathilde Tilda Hilde Tilly Matilda Thilde Mathilda Hilda Till Mattie",
	"Matthew Matt Matty Mat",
	"Matthias Mathias Matze Hias Matthäus Matti Thies Mats Hiasl Mattes Theis Mathis Matt Mathäus Tjes Ties",
	"Maximilian Max Maxi Milian Maxim Maximillian Maxl",
	"Mechthild Mechtild Hilde Metta Mechthilde",
	"Melanie Mel Mela Melly Meli",
	"Michael Michel Micha Michi Mike Mick Michl Mischa Mischka Mickey Mitch",
	"Michaela Michi Ela Micha Mica Micaela Mikaela",
	"Monika Moni Mona Monica",
	"Moritz Mauritz Maurice Mo Maurits Mauritius",
	"Natalie Natalia Nathalie Nat Talia Natalja",
	"Nathaniel Nathan Nat Nate Nathanael",
	"Nicholas Nick Nicky Nicolas Nico",
	"Nicole Niki Nicky Nicki Nikki Nico Nicola",
	"Nikolaus Klaus Niko Nico Nick Niklas Nils Nicolaus Niels Nikolas Claus Nicolas Niclas Klas Nicolai Nikolai Nikolaj",
	"Norbert Bert Nobby Nobert",
	"Olaf Olav Ole",
	"Oliver Olli Ollie Oli Olivier Noll",
	"Oskar Oscar Ossi",
	"Otto Udo",
	"Pamela Pam Pammy",
	"Patricia Pat Patty Tricia Patsy Trish Patrizia Patti",
	"Patrick Pat Paddy Rick Pádraig",
	"Paula Paulina Pauline Polly Paulchen Paola",
	"Paul Pauli",
	"Peter Pete Petrus Pit Piet Pitt",
	"Philipp Philip Phil Phillip Lips Filip Phillipp Philippe Felipe",
	"Rainer Reiner Raini",
	"Ralf Ralph",
	"Raphael Rafael Rafa Raffi Raffael Rafi Raffaele Rafal",
	"Raymond Ray",
	"Rebecca Rebekka Becky Becca Bekka",
	"Regina Gina Regine Reggie",
	"Reinhard Hardy Reinhardt Reini Hartl Reinhart",
	"Reinhold Reini Holdi Reinold Rainald",
	"Renate Reni Nate Renata Rena",
	"Richard Rick Rich Dick Richie Ricky Ric Ricardo Riccardo Rico",
	"Robert Rob Bob Bobby Robby Bert Robbie Bobbie",
	"Roland Rolli Rolo Orlando Rolle",
	"Ronald Ron Ronny Ronnie",
	"Rosemarie Rosi Romy Rosie Rosmarie Rosemary",
	"Roswitha Rosi Witha",
	"Rudolf Rudi Rudolph Rudy Dolf Ruedi",
	"Rüdiger Roger Rudi Rutger Rodger Rüdi",
	"Rupert Ruprecht",
	"Sabine Bine Sabina Biene Bini",
	"Samuel Sam Sammy Sami Samy",
	"Samantha Sam Sammy",
	"Sarah Sara Sally Sarina Sadie",
	"Sebastian Basti Bastian Seb Wastl Bastien Basty Bastl",
	"Sibylle Sybille Bille Billa Sibylla Sybil Sibyl Sybilla",
	"Siegfried Sigi Siggi Fried Friedel Sig Sigfried Siggy",
	"Sigrid Siri Sigi Siggi Sigrun",
	"Simone Simona",
	"Simon Sime Simeon Si",
	"Sophie Sofie Sophia Sofia Fia Sopherl Zofia Soph",
	"Stefan Stephan Steffen Steve Stevie Steffl",
	"Stefanie Stephanie Steffi Stephi Fanny Steph Stefania Steffie Stefani",
	"Steven Steve Stephen Stevie",
	"Susanne Susi Sanne Susan Suse Susanna Susann Sanna Sue Susie Suzanne Suzy Zuzanna",
	"Sven Swen Svend",
	"Tatjana Tatiana Tanja Tania Tanya",
	"Thaddäus Thaddeus Tad Thad Teddy",
	"Theodor Theo Theodore Ted Teddy Tewes Fedor Fjodor",
	"Theresa Therese Resi Terese Teresa Tessa Resl Terry Tess Thery Thea Tereza",
	"Thomas Tom Tommy Thom Tomas Thommy Maas Tomasz Tommaso Tomi",
	"Thorsten Torsten Tosten Totti Thorstein",
	"Timothy Tim Timmy Timo Timotheus",
	"Tobias Tobi Toby Tobia",
	"Ulrich Uli Ulli Ulf Utz Ullrich Ulricus",
	"Ulrike Ulli Rike Uli Ulla Ricke Ulrika",
	"Ursula Ulla Uschi Ursel Ursi Ulli Orsolya Ursule Urschel",
	"Valentin Valentine Velten Val Veit Vallentin",
	"Veronika Vroni Vera Veronica Vreni Ronnie Roni",
	"Verena Vreni Vera",
	"Viktor Victor Vic Vick Wiktor Viktoras",
	"Viktoria Victoria Vicky Vicki Viki Tori Vicy Wiktoria",
	"Vincent Vinzenz Vince Vinz Vinny Vincenz Zenz Vicente Vincenzo",
	"Volker Volkher Folker Volkhard Volkert",
	"Walburga Burgl Wally Burga Walpurga Walli",
	"Walter Walther Walt Wally Wolter Wat",
	"Waltraud Traudl Traudel Waltraut Walli Traude Waldtraud",
	"Werner Wernher Wern Verner",
	"Wilfried Willi Fried Wilfred Willy Friedel",
	"Wilhelm Willi Willy Helm Wim Wilm Helmi",
	"Wilhelmine Minna Mina Wilma Helmine Minchen Mine Wilhelmina Minnie Willa Helma",
	"William Bill Will Billy Willy Liam Willie Wills",
	"Wolfgang Wolf Wolfi Wolle Gangerl Wulf Wolferl Woifi",
	"Wolfram Wolf Wulfram",
	"Zacharias Zach Zack Zachary Zachariah",
}
