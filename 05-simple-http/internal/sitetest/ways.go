package sitetest

import (
	"os"
	"os/exec"
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"github.com/stretchr/testify/assert"
)

// wayVariable names the way in which the process opens its roots.
const wayVariable = "SOCKET_TUTORIAL_ROOT"

// ways are the ways to open a root beside the usual one.
var ways = map[string]func(path string, followSymlinks bool) (*beneath.Root, error){
	"plain":    beneath.OpenPlain,
	"portable": beneath.OpenPortable,
}

// Open opens a root in the way of this process.
func Open(path string, followSymlinks bool) (*beneath.Root, error) {
	if open := ways[os.Getenv(wayVariable)]; open != nil {
		return open(path, followSymlinks)
	}
	return beneath.OpenRoot(path, followSymlinks)
}

// IsPortable reports whether this process opens its roots with os.Root, which
// opens each folder on its way for reading.
func IsPortable() bool { return os.Getenv(wayVariable) == "portable" }

// TestEveryWay runs all tests of the package again, in a process for each of
// the other ways: nobody who asks for a file can tell them apart.
func TestEveryWay(t *testing.T) {
	if os.Getenv(wayVariable) != "" {
		return // this is one of them
	}
	for way := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(self, "-test.short", "-test.timeout=5m")
			cmd.Env = append(os.Environ(), wayVariable+"="+way)
			out, err := cmd.CombinedOutput()
			assert.NoError(t, err, "%s", out)
		})
	}
}
