package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBytesAreShownAsTheServerShowsThem: quoted and text stand in both stages,
// so that each reads alone. The server's tests say what they do.
func TestBytesAreShownAsTheServerShowsThem(t *testing.T) {
	theirs, err := os.ReadFile("../01-echo-server/narration.go")
	if err != nil {
		t.Skip("this stage stands alone: ", err)
	}
	ours, err := os.ReadFile("narration.go")
	require.NoError(t, err)
	const first = "// quoted is data"
	_, want, found := strings.Cut(string(theirs), first)
	require.True(t, found)
	_, got, found := strings.Cut(string(ours), first)
	require.True(t, found)
	require.Equal(t, want, got)
}
