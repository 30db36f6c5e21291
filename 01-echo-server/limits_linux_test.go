package main

import (
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// 600 is more than select's sets would be needed for, and fewer than they hold.
const crowd = 600

func TestManyConnectionsAtOnce(t *testing.T) {
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	if limit.Cur < crowd+50 {
		t.Skipf("only %d descriptors are allowed (ulimit -n)", limit.Cur)
	}
	for _, mode := range []string{"select", "net"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			args := []string{"-mode", mode}
			if mode == "select" {
				args = append(args, "-backlog", strconv.Itoa(crowd))
			}
			s := start(t, args...)
			var conns []*net.TCPConn
			for range crowd {
				conns = append(conns, dial(t, s))
			}
			for i, conn := range conns {
				requireEcho(t, conn, []byte("Hello from "+strconv.Itoa(i)))
			}
		})
	}
}

// TestOutOfDescriptors: accept fails, is tried again without spinning, and
// succeeds when there are descriptors again.
func TestOutOfDescriptors(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			require.NoError(t, limitDescriptors(s, nextDescriptor(t, s)))
			if mode == "blocking" {
				dial(t, s).Close() // for the accept that waits: it has its descriptor already
			}
			conn := dial(t, s)
			s.await(t, `Server Accept Error: .*too many open files\n`)
			s.await(t, `(?s)Accept Error.*Accept Error`)
			assert.Less(t, strings.Count(s.said(), "Accept Error"), 10, "it tries again and again")
			require.NoError(t, limitDescriptors(s, 100))
			requireEcho(t, conn, []byte("Hello"))
		})
	}
}

// TestDescriptorFreed: in select mode a connection that ends makes room at once.
func TestDescriptorFreed(t *testing.T) {
	s := start(t, "-mode", "select")
	require.NoError(t, limitDescriptors(s, nextDescriptor(t, s)+1))
	first, second := dial(t, s), dial(t, s)
	requireEcho(t, first, []byte("Hello"))
	s.await(t, `Server Accept Error: .*too many open files\n`)
	requireEcho(t, first, []byte("still served"))
	first.Close()
	requireEcho(t, second, []byte("Hello"))
}

// nextDescriptor is the one that the next socket would get: the lowest free.
func nextDescriptor(t *testing.T, s *server) int {
	for fd := 0; ; fd++ {
		if _, err := os.Lstat("/proc/" + strconv.Itoa(s.Process.Pid) + "/fd/" + strconv.Itoa(fd)); err != nil {
			require.ErrorIs(t, err, os.ErrNotExist)
			return fd
		}
	}
}

func limitDescriptors(s *server, n int) error {
	return unix.Prlimit(s.Process.Pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(n), Max: 1024}, nil)
}

// TestInterruptedCalls: poll returns EINTR after every signal, accept and read
// where the handler does not restart them. SIGURG is what Go's scheduler sends.
func TestInterruptedCalls(t *testing.T) {
	for _, mode := range []string{"blocking", "select"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := start(t, "-mode", mode)
			conn := dial(t, s)
			for range 50 {
				requireEcho(t, conn, []byte("Hello"))
				for _, thread := range threads(t, s) {
					unix.Tgkill(s.Process.Pid, thread, unix.SIGURG)
				}
			}
			requireEcho(t, conn, randomBytes(1<<20))
			if mode == "select" {
				assert.Contains(t, s.said(), " = -1 EINTR (Interrupted system call)\n")
			}
		})
	}
}

func threads(t *testing.T, s *server) (ids []int) {
	tasks, err := os.ReadDir("/proc/" + strconv.Itoa(s.Process.Pid) + "/task")
	require.NoError(t, err)
	for _, task := range tasks {
		id, _ := strconv.Atoi(task.Name())
		ids = append(ids, id)
	}
	return ids
}

// interruptChild sends SIGINT to the one child of a program that runs another.
func interruptChild(t *testing.T, s *server) {
	pid := strconv.Itoa(s.Process.Pid)
	children, err := os.ReadFile("/proc/" + pid + "/task/" + pid + "/children")
	require.NoError(t, err)
	child, err := strconv.Atoi(strings.TrimSpace(string(children)))
	require.NoError(t, err)
	require.NoError(t, unix.Kill(child, unix.SIGINT))
}

// TestPortOfRoot: a user may not have port 80. For root, a user namespace makes
// the program a user: its root has no say over this network (user_namespaces(7)).
func TestPortOfRoot(t *testing.T) {
	first, err := os.ReadFile("/proc/sys/net/ipv4/ip_unprivileged_port_start")
	if err != nil || strings.TrimSpace(string(first)) != "1024" {
		t.Skipf("ports below 1024 are free here (ip_unprivileged_port_start is %s)", first)
	}
	for _, mode := range modes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			cmd := stagetest.Self("-port", "80", "-mode", mode)
			if os.Geteuid() == 0 {
				same := []syscall.SysProcIDMap{{ContainerID: 0, HostID: 0, Size: 1}}
				cmd.SysProcAttr = &syscall.SysProcAttr{
					Cloneflags: syscall.CLONE_NEWUSER, UidMappings: same, GidMappings: same}
				if err := exec.Command("unshare", "-U", "true").Run(); err != nil {
					t.Skip("user namespaces are not allowed here")
				}
			}
			stderr, status := runToEnd(t, cmd)
			assert.Equal(t, 1, status)
			assert.Regexp(t, regexp.MustCompile(
				`^Socket error: .*:80: .*permission denied; ports below 1024 are for root: choose a -port from 1024 upwards\n$`), stderr)
		})
	}
}
