package stagetest

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var countedFile = regexp.MustCompile(`(?m)^//\t(\w+\.go) +(\d+)  `)

// LineCounts wants the table of files in a package's comment, which is in the file
// doc, to tell how many lines each of them has, more or less.
func LineCounts(t *testing.T, doc string) {
	t.Helper()
	comment, err := os.ReadFile(doc)
	require.NoError(t, err)
	rows := countedFile.FindAllSubmatch(comment, -1)
	require.NotEmpty(t, rows)
	for _, row := range rows {
		file, err := os.ReadFile(string(row[1]))
		require.NoError(t, err)
		said, err := strconv.Atoi(string(row[2]))
		require.NoError(t, err)
		assert.InDelta(t, said, bytes.Count(file, []byte("\n")), 5, "lines of %s", row[1])
	}
}
