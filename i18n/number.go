package i18n

import (
	"math"
	"strconv"
	"strings"
)

// Number writes a whole number with thousands separators: 1.284 or 1,284.
func Number(n int) string { return formatInt(Language(), int64(n)) }

// Decimal writes a number with that many decimals and the separators of the
// language: 3,4 or 3.4. A negative count takes as many as are needed.
func Decimal(value float64, decimals int) string {
	return formatFloat(Language(), value, decimals)
}

// Percent writes a share between 0 and 1 as whole per cent: 59 % or 59%.
func Percent(share float64) string {
	number := formatInt(Language(), int64(math.Round(share*100)))
	if Language() == German {
		return number + "\u00a0%"
	}
	return number + "%"
}

func separators(language string) (thousands, decimal string) {
	if language == German {
		return ".", ","
	}
	return ",", "."
}

func formatInt(language string, n int64) string {
	thousands, _ := separators(language)
	return group(strconv.FormatInt(n, 10), thousands)
}

func formatFloat(language string, value float64, decimals int) string {
	thousands, point := separators(language)
	whole, fraction, found := strings.Cut(strconv.FormatFloat(value, 'f', decimals, 64), ".")
	if !found {
		return group(whole, thousands)
	}
	return group(whole, thousands) + point + fraction
}

// group sets a separator before every third digit from the right and writes
// the minus sign as a true one.
func group(digits, separator string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + separator + digits[at:]
	}
	return sign + digits
}
