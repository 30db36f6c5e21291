package main

import (
	"slices"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
)

var modes = []string{"net"}

func skipUnlessMode(t testing.TB, mode string) {
	if !slices.Contains(modes, mode) {
		t.Skipf("Windows has no mode %s", mode)
	}
}

func TestUnixModesSayWhatToDo(t *testing.T) {
	for _, mode := range []string{"blocking", "select"} {
		stderr, status := runToEnd(t, stagetest.Self("-mode", mode))
		assert.Equal(t, 1, status)
		assert.Regexp(t, `^Socket error: -mode `+mode+` .*: use -mode net\n$`, stderr)
	}
}
