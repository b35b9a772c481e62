package when

// The names that Speak uses. They are grammar more than wording (cases after
// "vor", dots after abbreviations), so they are tables here and not in the
// translations.

var german = language{
	weekdays:      [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	weekdaysShort: [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
	months: [12]string{
		"Januar", "Februar", "März", "April", "Mai", "Juni",
		"Juli", "August", "September", "Oktober", "November", "Dezember",
	},
	monthsShort: [12]string{
		"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
	},
	near:      map[int]string{-1: "gestern", 0: "heute", 1: "morgen"},
	now:       "gerade eben",
	ago:       "vor %d %s",
	in:        "in %d %s",
	short:     "%s %d. %s",
	shortYear: "%s %d. %s %d",
	exact:     "%s, %d. %s %d",
	minute:    [2]string{"Minute", "Minuten"},
	hour:      [2]string{"Stunde", "Stunden"},
	dayUnit:   [2]string{"Tag", "Tagen"},
	month:     [2]string{"Monat", "Monaten"},
	year:      [2]string{"Jahr", "Jahren"},
}

var english = language{
	weekdays:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	weekdaysShort: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	months: [12]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
	monthsShort: [12]string{
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	},
	near:      map[int]string{-1: "yesterday", 0: "today", 1: "tomorrow"},
	now:       "just now",
	ago:       "%d %s ago",
	in:        "in %d %s",
	short:     "%s %d %s",
	shortYear: "%s %d %s %d",
	exact:     "%s, %d %s %d",
	minute:    [2]string{"minute", "minutes"},
	hour:      [2]string{"hour", "hours"},
	dayUnit:   [2]string{"day", "days"},
	month:     [2]string{"month", "months"},
	year:      [2]string{"year", "years"},
}
