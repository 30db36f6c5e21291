package simplehttp

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTwoDigitYears(t *testing.T) {
	now := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	for value, year := range map[string]int{
		"Sunday, 01-Jun-25 00:00:00 GMT":    2025,
		"Saturday, 01-Jun-75 00:00:00 GMT":  2075, // exactly 50 years ahead
		"Sunday, 02-Jun-75 00:00:00 GMT":    1975, // a day more
		"Thursday, 01-Jun-99 00:00:00 GMT":  1999,
		"Thursday, 01-Jun-00 00:00:00 GMT":  2000,
		"Wednesday, 01-Jun-68 00:00:00 GMT": 2068,
	} {
		date, ok := parseDate(value, now)
		assert.True(t, ok, value)
		assert.Equal(t, year, date.Year(), value)
	}
}
