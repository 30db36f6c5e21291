package terminal

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

var folders = []string{"01-echo-server", "02-echo-client", "03-handshake-trace", "04-base-http", "05-simple-http", "06-custom-handler", "harness"}

// printed runs a program to its end with its output in pipes.
func printed(t *testing.T, program string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, err bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &out, &err
	failed := new(exec.ExitError)
	if e := cmd.Run(); e != nil {
		require.True(t, errors.As(e, &failed), "%v", e)
	}
	return out.String(), err.String(), cmd.ProcessState.ExitCode()
}

func TestMain(m *testing.M) {
	stagetest.SideBySide(6) // programs, which wait for what is done to them
	os.Exit(m.Run())
}

func TestUsage(t *testing.T) {
	bin := t.TempDir()
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			program := build(t, bin, folder)
			for _, flag := range []string{"-h", "--help"} {
				stdout, stderr, status := printed(t, program, flag)
				assert.Equal(t, 0, status)
				assert.Regexp(t, `(?i)^(.*\n)*usage: go run ./`+folder+`( |\n)`, stdout)
				assert.Regexp(t, `\n  go run ./`+folder+` .*\n`, stdout, "an example")
				assert.Empty(t, stderr)
				for line := range strings.Lines(stdout) {
					line = strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "    \t", "        ")
					assert.LessOrEqual(t, len(line), 80, "columns: %s", line)
				}
			}
			stdout, stderr, status := printed(t, program, "-no-such-flag")
			assert.Equal(t, 2, status, "the status of bad usage")
			assert.Empty(t, stdout)
			assert.Regexp(t, `^[^\n]*no-such-flag[^\n]*-h[^\n]*\n$`, stderr, "one line that says what to do")
		})
	}
}
