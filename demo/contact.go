package demo

import (
	"fmt"
	"strconv"
	"time"

	"kontor/domain"
)

// point is the change that makes a contact point known.
func (s *story) point(at time.Time, p domain.ContactPoint) domain.Change {
	p.ID = s.id(at)
	return fact(domain.PointField(p.ID), domain.PointValue(p))
}

// email is an address at a domain that nobody else has.
func (s *story) email(given, family, at string) string {
	local := plain(family)
	if given != "" {
		local = plain(given) + "." + local
	}
	return s.unique(local, "@"+at)
}

// unique puts a number between the two parts if the whole is taken.
func (s *story) unique(front, back string) string {
	whole := front + back
	for n := 2; s.taken[whole]; n++ {
		whole = front + strconv.Itoa(n) + back
	}
	s.taken[whole] = true
	return whole
}

// exchanges are the blocks of numbers that the Bundesnetzagentur keeps for
// films: nobody can be reached under them, nor under an extension of them.
var exchanges = []string{"+49 30 23125", "+49 40 66969", "+49 221 4710", "+49 69 90009", "+49 89 99998"}

// phone is the number of a desk.
func (s *story) phone() string {
	number := fmt.Sprintf("%s %03d", oneOf(s.dice, exchanges), s.dice.IntN(1000))
	if s.People > 1000 {
		number += fmt.Sprintf("-%02d", s.dice.IntN(100))
	}
	return number
}

// mobile is the next of the few mobile numbers that are kept for films; empty
// once they are used up.
func (s *story) mobile() string {
	n := s.mobiles
	s.mobiles++
	switch n = n/100*100 + n%100*37%100; {
	case n < 100:
		return fmt.Sprintf("+49 171 39200%02d", n)
	case n < 200:
		return fmt.Sprintf("+49 176 040690%02d", n-100)
	}
	return ""
}

type town struct{ name, postCode, country string }

var towns = []town{
	{"Weimar", "99423", "DE"},
	{"Jena", "07743", "DE"},
	{"Erfurt", "99084", "DE"},
	{"Leipzig", "04109", "DE"},
	{"Dresden", "01067", "DE"},
	{"Halle (Saale)", "06108", "DE"},
	{"Berlin", "10117", "DE"},
	{"Potsdam", "14467", "DE"},
	{"Hamburg", "20354", "DE"},
	{"Lübeck", "23552", "DE"},
	{"Bremen", "28195", "DE"},
	{"Hannover", "30159", "DE"},
	{"Göttingen", "37073", "DE"},
	{"Kassel", "34117", "DE"},
	{"Köln", "50667", "DE"},
	{"Düsseldorf", "40213", "DE"},
	{"Münster", "48143", "DE"},
	{"Mainz", "55116", "DE"},
	{"Frankfurt am Main", "60311", "DE"},
	{"Darmstadt", "64283", "DE"},
	{"Mannheim", "68159", "DE"},
	{"Heidelberg", "69117", "DE"},
	{"Stuttgart", "70173", "DE"},
	{"Tübingen", "72070", "DE"},
	{"Freiburg", "79098", "DE"},
	{"Ulm", "89073", "DE"},
	{"München", "80331", "DE"},
	{"Augsburg", "86150", "DE"},
	{"Nürnberg", "90402", "DE"},
	{"Bamberg", "96047", "DE"},
	{"Wien", "1010", "AT"},
	{"Graz", "8010", "AT"},
	{"Salzburg", "5020", "AT"},
	{"Linz", "4020", "AT"},
	{"Innsbruck", "6020", "AT"},
	{"Zürich", "8001", "CH"},
	{"Basel", "4051", "CH"},
	{"Bern", "3011", "CH"},
	{"Luzern", "6003", "CH"},
	{"St. Gallen", "9000", "CH"},
}

var streets = []string{
	"Marktstraße", "Kirchgasse", "Schillerstraße", "Am Anger", "Lindenallee", "Bahnhofstraße", "Mühlweg", "Gartenstraße",
	"Domgasse", "Am Markt", "Brunnenstraße", "Ackerwand", "Poststraße", "Theaterplatz", "Am Wall", "Rosenweg",
	"Goethestraße", "Fischergasse", "Neue Straße", "Schlossberg", "Windmühlenweg", "Buchenweg", "Uferstraße", "Am Hafen",
}

func (s *story) street() string {
	return oneOf(s.dice, streets) + " " + strconv.Itoa(s.dice.between(1, 96))
}

// townIn is a town of a country.
func (s *story) townIn(country string) town {
	for {
		if t := oneOf(s.dice, towns); t.country == country {
			return t
		}
	}
}
