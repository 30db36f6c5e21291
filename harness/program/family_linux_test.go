package program

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A child in a session of its own is in no process group that we could kill.
func TestStopEndsWhatHasLeftTheProcessGroup(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Skip("setsid is not installed")
	}
	p, err := Start(t.Context(), shell(t, `setsid sh -c 'echo $$; exec sleep 60' & wait`), Place{})
	require.NoError(t, err)
	child := printedPID(t, p)
	p.Stop()
	assert.True(t, gone(child), "setsid's child lives on")
}

func TestProgramThatEndsBeforeItsChildHasDeserted(t *testing.T) {
	p, err := Start(t.Context(), shell(t, `sleep 60 & echo $!`), Place{})
	require.NoError(t, err)
	child := printedPID(t, p)
	_, words, err := p.Wait(5 * time.Second)
	require.NoError(t, err)
	assert.True(t, p.Deserted())
	assert.Equal(t, "exit status 0; what it has started (process "+strconv.Itoa(child.Pid)+") went on without it", words.String())
	assert.True(t, gone(child))
}

func TestProgramThatEndsAloneHasNotDeserted(t *testing.T) {
	p, err := Start(t.Context(), shell(t, `true`), Place{})
	require.NoError(t, err)
	_, words := p.Status()
	assert.False(t, p.Deserted())
	assert.Equal(t, "exit status 0", words.String())
}

func TestCPUTimeCountsChildren(t *testing.T) {
	spinning, err := Start(t.Context(), shell(t, `sh -c 'while :; do :; done'`), Place{})
	require.NoError(t, err)
	defer spinning.Stop()
	waiting, err := Start(t.Context(), shell(t, `sleep 60`), Place{})
	require.NoError(t, err)
	defer waiting.Stop()
	assert.Eventually(t, func() bool { return spinning.CPUTime() > 100*time.Millisecond }, 10*time.Second, Poll)
	assert.Less(t, waiting.CPUTime(), 50*time.Millisecond)
}

func TestListeningTellsWhere(t *testing.T) {
	nc, err := exec.LookPath("nc")
	if err != nil {
		t.Skip("nc is not installed")
	}
	port, reservation, err := ReservePort("127.0.0.1")
	require.NoError(t, err)
	defer reservation.Close()
	p, err := Start(t.Context(), Command{Args: []string{nc, "-l", "127.0.0.1", "{port}"}}, Place{Host: "127.0.0.1", Port: port})
	require.NoError(t, err)
	defer p.Stop()
	want := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	require.Eventually(t, func() bool { return len(p.Listening()) == 1 }, 5*time.Second, Poll)
	assert.Equal(t, want, p.Listening()[0].String())
}

func TestKernelAddress(t *testing.T) {
	if !isLittleEndian {
		t.Skip("these are a little-endian machine's")
	}
	for text, want := range map[string]string{
		"0100007F:1388":                         "127.0.0.1:5000",
		"00000000000000000000000001000000:1F40": "[::1]:8000",
		"0000000000000000FFFF00000100007F:0050": "127.0.0.1:80",
	} {
		got, ok := kernelAddress(text)
		assert.True(t, ok)
		assert.Equal(t, want, got.String())
	}
}

func printedPID(t *testing.T, p *Process) *os.Process {
	require.Eventually(t, func() bool { return strings.Contains(p.Stdout.String(), "\n") }, 5*time.Second, Poll)
	pid, err := strconv.Atoi(strings.TrimSpace(p.Stdout.String()))
	require.NoError(t, err)
	process, err := os.FindProcess(pid)
	require.NoError(t, err)
	return process
}
