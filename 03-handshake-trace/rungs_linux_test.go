package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/stagetest"
)

// under returns the program as a shell script of util-linux's commands runs
// it: the script is to end in "$0" "$@".
func under(t *testing.T, wrapper []string, script string, args ...string) *exec.Cmd {
	for _, command := range []string{"unshare", "setpriv", "mount"} {
		if _, err := exec.LookPath(command); err != nil {
			t.Skipf("there is no %s here", command)
		}
	}
	self := stagetest.Self(args...)
	file, err := os.Open(self.Path)
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	words := append(append(wrapper, "sh", "-e", "-c", script, "/proc/self/fd/3"), args...)
	if output, err := exec.Command(wrapper[0], append(wrapper[1:], "true")...).CombinedOutput(); err != nil {
		t.Skipf("%v does not work here: %s", wrapper, output)
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = self.Env
	cmd.ExtraFiles = []*os.File{file}
	return cmd
}

// forbidden is a place where nobody has privileges and no more user namespaces
// are allowed, as in many containers.
func forbidden(t *testing.T, args ...string) *exec.Cmd {
	return under(t, []string{"unshare", "--user", "--map-root-user"},
		`echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all --inh-caps=-all "$0" "$@"`, args...)
}

func TestWithoutNamespacesARecordingIsShown(t *testing.T) {
	stdout := run(t, forbidden(t))
	assert.Contains(t, onOneLine(stdout), "no better way: user namespaces: no more of them are allowed")
	assert.Contains(t, stdout, "NOT OBSERVED HERE, but recorded")
	for line := range strings.Lines(stdout) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 100, line)
	}
	assert.Contains(t, stdout, "ESTABLISHED")
	assert.NotContains(t, stdout, "VIOLATION")
}

// Where not even lo works, what was seen is shown, and the run ends although
// the server would wait for ever.
func TestWithoutALoopbackTheRunEnds(t *testing.T) {
	t.Parallel()
	cmd := under(t, []string{"unshare", "--user", "--map-root-user", "--net"},
		`echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --bounding-set=-all --inh-caps=-all "$0" "$@"`)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Run(), &exit, "%s", &stdout)
	assert.Less(t, time.Since(started), 30*time.Second)
	assert.Contains(t, stdout.String(), "connect() = ENETUNREACH")
	assert.Equal(t, "03-handshake-trace: echo: the run did not come to its end: the server waits in accept(3)\n", stderr.String())
}

func TestWithoutNamespacesTheWireIsRefused(t *testing.T) {
	for _, flags := range [][]string{{"-mode", "wire"}, {"-mode", "lo"}, {"-step"}} {
		output, err := forbidden(t, flags...).CombinedOutput()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, "%s", output)
		assert.Equal(t, 1, exit.ExitCode())
		assert.Regexp(t, `^03-handshake-trace: user namespaces: no more of them are allowed .*; run with sudo.*\n$`, string(output))
	}
}

// Where only root may open /dev/net/tun, as in many containers, there is a wire
// all the same.
func TestWithoutTUN(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("needs root, to take the device away")
	}
	needsWire(t, users["ordinary user"])
	closed := filepath.Join(t.TempDir(), "tun")
	require.NoError(t, os.WriteFile(closed, nil, 0o600))
	cmd := under(t, []string{"unshare", "--mount"},
		`mount --bind "$CLOSED" /dev/net/tun; exec setpriv --reuid 65534 --regid 65534 --clear-groups "$0" "$@"`, "-s", "refused")
	cmd.Env = append(cmd.Env, "CLOSED="+closed)
	stdout := run(t, cmd)
	assert.Contains(t, onOneLine(stdout), "veth pairs, 50ms each way, as root of a user namespace (no better way: open /dev/net/tun: permission denied).")
	assert.Contains(t, stdout, "connect() = ECONNREFUSED")
	for line := range strings.Lines(stdout) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 100, line)
	}
}

// onOneLine undoes the breaks of a paragraph.
func onOneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }
