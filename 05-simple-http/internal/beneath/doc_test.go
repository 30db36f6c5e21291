package beneath_test

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestDocCountsLines(t *testing.T) { stagetest.LineCounts(t, "doc.go") }
