package when

import "time"

// The words are folded: lower case, umlauts as two letters.

var monthNames = map[string]time.Month{
	"januar": 1, "jaenner": 1, "january": 1, "jan": 1,
	"februar": 2, "feber": 2, "february": 2, "feb": 2, "febr": 2,
	"maerz": 3, "march": 3, "mar": 3, "mrz": 3, "maer": 3,
	"april": 4, "apr": 4,
	"mai": 5, "may": 5,
	"juni": 6, "june": 6, "jun": 6, "juno": 6,
	"juli": 7, "july": 7, "jul": 7,
	"august": 8, "aug": 8,
	"september": 9, "sep": 9, "sept": 9,
	"oktober": 10, "october": 10, "okt": 10, "oct": 10,
	"november": 11, "nov": 11,
	"dezember": 12, "december": 12, "dez": 12, "dec": 12,
}

// doubt says how easily a weekday's name is another word.
type doubt uint8

const (
	sure   doubt = iota
	short        // needs a capital: "di", "mo"
	title        // also not before a capital: "Fr Schiller", "Sa Pereira", "Mi", "Sun Microsystems"
	filler       // also not before any word: "So war es", "Do it"
)

type weekdayName struct {
	day   time.Weekday
	doubt doubt
}

var weekdayNames = map[string]weekdayName{
	"montag": {1, sure}, "monday": {1, sure}, "mo": {1, short}, "mon": {1, title},
	"dienstag": {2, sure}, "tuesday": {2, sure}, "di": {2, short}, "tue": {2, sure}, "tues": {2, sure},
	"mittwoch": {3, sure}, "wednesday": {3, sure}, "mi": {3, title}, "wed": {3, title}, "weds": {3, sure},
	"donnerstag": {4, sure}, "thursday": {4, sure}, "do": {4, filler}, "thu": {4, sure}, "thur": {4, sure}, "thurs": {4, sure},
	"freitag": {5, sure}, "friday": {5, sure}, "fr": {5, title}, "fri": {5, sure},
	"samstag": {6, sure}, "sonnabend": {6, sure}, "saturday": {6, sure}, "sa": {6, title}, "sat": {6, title},
	"sonntag": {0, sure}, "sunday": {0, sure}, "so": {0, filler}, "sun": {0, title},
}

// relativeDays are counted from today.
var relativeDays = map[string]int{
	"heute": 0, "heut": 0, "today": 0,
	"morgen": 1, "tomorrow": 1, "tmrw": 1,
	"uebermorgen": 2, "ueberuebermorgen": 3,
	"gestern": -1, "yesterday": -1, "vorgestern": -2, "vorvorgestern": -3,
}

// fillers stand before a date and belong to it.
var fillers = map[string]bool{
	"am": true, "on": true, "bis": true, "by": true, "until": true, "till": true, "ab": true,
	"vom": true, "zum": true, "den": true, "dem": true, "the": true, "seit": true, "since": true,
	"noch": true, "spaetestens": true, "latest": true, "gegen": true, "um": true, "at": true,
	"around": true, "about": true, "so": true, "circa": true, "ca": true, "ungefaehr": true,
}

// modifiers count occurrences: 1 is the next after today, -1 the last before,
// 0 the one of this week, month or year.
var modifiers = map[string]int{
	"next": 1, "coming": 1, "kommende": 1, "kommenden": 1, "kommender": 1, "kommendes": 1, "kommendem": 1,
	"naechste": 1, "naechsten": 1, "naechster": 1, "naechstes": 1, "naechstem": 1,
	"uebernaechste": 2, "uebernaechsten": 2, "uebernaechster": 2, "uebernaechstes": 2, "uebernaechstem": 2,
	"last": -1, "past": -1, "previous": -1,
	"letzte": -1, "letzten": -1, "letzter": -1, "letztes": -1, "letztem": -1,
	"vorige": -1, "vorigen": -1, "voriger": -1, "voriges": -1, "vorigem": -1,
	"vergangene": -1, "vergangenen": -1, "vergangener": -1, "vergangenes": -1, "vergangenem": -1,
	"vorletzte": -2, "vorletzten": -2, "vorletzter": -2, "vorletztes": -2, "vorletztem": -2,
	"this": 0, "diese": 0, "diesen": 0, "dieser": 0, "dieses": 0, "diesem": 0,
}

type unit uint8

const (
	minutes unit = iota + 1
	hours
	days
	workdays
	weeks
	months
	quarters
	years
)

var units = map[string]unit{
	"minute": minutes, "minuten": minutes, "minutes": minutes, "min": minutes, "mins": minutes,
	"stunde": hours, "stunden": hours, "std": hours, "hour": hours, "hours": hours, "hr": hours, "hrs": hours, "h": hours,
	"tag": days, "tage": days, "tagen": days, "day": days, "days": days, "d": days, "t": days,
	"werktag": workdays, "werktage": workdays, "werktagen": workdays, "arbeitstag": workdays,
	"arbeitstage": workdays, "arbeitstagen": workdays, "workday": workdays, "workdays": workdays,
	"woche": weeks, "wochen": weeks, "week": weeks, "weeks": weeks, "w": weeks, "wk": weeks, "wks": weeks,
	"monat": months, "monate": months, "monaten": months, "monats": months, "month": months, "months": months, "m": months,
	"quartal": quarters, "quartale": quarters, "quartalen": quarters, "quartals": quarters, "quarter": quarters, "quarters": quarters,
	"jahr": years, "jahre": years, "jahren": years, "jahres": years, "year": years, "years": years, "y": years, "j": years,
}

// terse units are one letter and count only in "+3d".
var terse = map[string]bool{"d": true, "t": true, "w": true, "m": true, "y": true, "j": true, "h": true}

var numberWords = map[string]int{
	"ein": 1, "eine": 1, "einer": 1, "einem": 1, "einen": 1, "eins": 1, "a": 1, "an": 1, "one": 1,
	"zwei": 2, "two": 2, "drei": 3, "three": 3, "vier": 4, "four": 4, "fuenf": 5, "five": 5,
	"sechs": 6, "six": 6, "sieben": 7, "seven": 7, "acht": 8, "eight": 8, "neun": 9, "nine": 9,
	"zehn": 10, "ten": 10, "elf": 11, "eleven": 11, "zwoelf": 12, "twelve": 12,
	"vierzehn": 14, "fourteen": 14, "dreissig": 30, "thirty": 30,
}

// part is a part of the day; it decides which half of the day an hour means.
type part uint8

const (
	noPart part = iota
	morning
	noon
	afternoon
	evening
	night
)

var dayParts = map[string]part{
	"frueh": morning, "morgens": morning, "vormittag": morning, "vormittags": morning, "morning": morning,
	"mittag": noon, "mittags": noon, "noon": noon, "lunchtime": noon,
	"nachmittag": afternoon, "nachmittags": afternoon, "afternoon": afternoon,
	"abend": evening, "abends": evening, "evening": evening,
	"nacht": night, "nachts": night, "night": night,
}
