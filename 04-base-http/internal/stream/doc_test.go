package stream_test

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table of the package's comment has the files as they are.
func TestDocCountsLines(t *testing.T) {
	doc, err := os.ReadFile("stream.go")
	require.NoError(t, err)
	rows := regexp.MustCompile(`(?m)^//\t(\w+\.go) +(\d+)  `).FindAllSubmatch(doc, -1)
	require.NotEmpty(t, rows)
	for _, row := range rows {
		file, err := os.ReadFile(string(row[1]))
		require.NoError(t, err)
		said, err := strconv.Atoi(string(row[2]))
		require.NoError(t, err)
		assert.InDelta(t, said, bytes.Count(file, []byte("\n")), 3, "lines of %s", row[1])
	}
}
