package exchange

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// PhoneRegion is the country whose phone numbers are written without a country
// code, unless a caller says otherwise.
const PhoneRegion = "DE"

// NormalPhone gives a phone number as E.164 (+4936431234) so that two ways to
// write it can be compared. The region is the ISO 3166 code of the country for
// numbers without a country code; "" stands for PhoneRegion. An extension is
// left out. It reports false if the text is not a number that can exist.
func NormalPhone(value, region string) (e164 string, ok bool) {
	if region == "" {
		region = PhoneRegion
	}
	digits := 0
	for _, r := range value {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 5 || len(value) > 80 {
		return "", false
	}
	value = strings.NewReplacer("(0)", "", "\u00a0", " ").Replace(value)
	number, err := phonenumbers.Parse(value, strings.ToUpper(region))
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}

// isMobileNumber reports whether a number of PhoneRegion, or one with a country
// code, is one of a mobile phone.
func isMobileNumber(value string) bool {
	e164, ok := NormalPhone(value, "")
	if !ok {
		return false
	}
	number, err := phonenumbers.Parse(e164, PhoneRegion)
	return err == nil && phonenumbers.GetNumberType(number) == phonenumbers.MOBILE
}
