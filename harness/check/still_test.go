package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check/checktest"
)

// Whether three requests fall into one second, two or three is nobody's.
func TestStillFoldsALogWhereverItsSecondsBegin(t *testing.T) {
	const first, second = "  err   [01/Jan/2026 10:00:00] GET /\n", "  err   [01/Jan/2026 10:00:01] GET /\n"
	const again = "  err   … the same line again and again\n"
	for _, said := range []string{first + again, first + second, first + second + again, first + again + second, first + again + second + again} {
		assert.Equal(t, "  err   […] GET /\n", checktest.Still(said))
	}
}
