package program

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// AdoptOrphans makes this process the parent of whatever loses its own among the
// programs it starts (PR_SET_CHILD_SUBREAPER in prctl(2)), so that none gets
// away, and reports whether it could.
func AdoptOrphans() bool {
	return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == nil
}

// EndOrphans kills all children of this process, which are those that it has
// adopted when everything that it started has ended. It returns those that it
// could not end.
func EndOrphans() []int {
	self := os.Getpid()
	return endAll(func() []int {
		var children []int
		for _, s := range processes() {
			if s.parent == self {
				children = append(children, s.pid)
			}
		}
		return children
	})
}

// family returns the processes that p has started and that live: those of its
// group, and those that carry its mark.
func (p *Process) family() []int {
	var family []int
	for _, s := range processes() {
		if s.pid != p.cmd.Process.Pid && s.state != 'Z' && p.isFamily(s) {
			family = append(family, s.pid)
		}
	}
	return family
}

func (p *Process) isFamily(s stat) bool {
	if s.group == p.cmd.Process.Pid {
		return true
	}
	if s.started < p.started {
		return false // as most processes of a machine are: their environment need not be read
	}
	environ, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.pid), "environ"))
	return err == nil && bytes.Contains(append(environ, 0), []byte(p.mark+"\x00"))
}

// endFamily ends what the program has left behind.
func (p *Process) endFamily() { endAll(p.family) }

// endAll kills what list returns until it returns nothing more, for a second at
// most, and then returns the rest. A process that has been killed is waited for,
// if it is ours by now.
func endAll(list func() []int) []int {
	killed := map[int]bool{}
	for deadline := time.Now().Add(time.Second); ; time.Sleep(Poll / 10) {
		living := list()
		for _, pid := range living {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			killed[pid] = true
		}
		for pid := range killed {
			// 0: it is ours, and has not ended yet.
			if waited, _ := syscall.Wait4(pid, nil, syscall.WNOHANG, nil); waited != 0 {
				delete(killed, pid)
			}
		}
		if len(living)+len(killed) == 0 || time.Now().After(deadline) {
			return living
		}
	}
}

// Ending reports whether the program has ended or is about to: the kernel has begun
// to take it down (PF_EXITING among the flags in /proc/PID/stat), which is before
// its connections are closed.
func (p *Process) Ending() bool {
	s, known := statOf(p.cmd.Process.Pid)
	if !known { // it has ended, or we have no descriptor left to ask with
		_, err := os.Stat(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid)))
		return os.IsNotExist(err)
	}
	const exiting = 0x4 // PF_EXITING in the kernel's sched.h
	return s.flags&exiting != 0
}

// CPUTime returns the processor time that the program and what it has started
// have used so far.
func (p *Process) CPUTime() time.Duration {
	var ticks int64
	for _, s := range processes() {
		if s.pid == p.cmd.Process.Pid || p.isFamily(s) {
			ticks += s.ticks
		}
	}
	const tick = time.Second / 100 // USER_HZ, on every architecture that Go knows
	return time.Duration(ticks) * tick
}

// stat is a process as /proc/PID/stat describes it: proc_pid_stat(5).
type stat struct {
	pid, parent, group int
	state              byte
	flags              uint64
	started            int64 // in ticks since the system's start
	ticks              int64 // in user and kernel mode, its own and those of children it has waited for
}

func processes() []stat {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []stat
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if s, ok := statOf(pid); ok {
			all = append(all, s)
		}
	}
	return all
}

// startedAt returns when a process of ours was started, in ticks since the system's
// start: what it starts itself is no older.
func startedAt(pid int) int64 {
	s, _ := statOf(pid)
	return s.started
}

// statOf describes a process; ok is false where that cannot be read: it has ended.
func statOf(pid int) (s stat, ok bool) {
	text := readProc(pid, "stat")
	// The name of the command may hold blanks and brackets.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return stat{}, false
	}
	s = stat{pid: pid, state: fields[0][0]}
	s.parent, _ = strconv.Atoi(fields[1])
	s.group, _ = strconv.Atoi(fields[2])
	s.flags, _ = strconv.ParseUint(fields[6], 10, 64)
	s.started, _ = strconv.ParseInt(fields[19], 10, 64)
	for _, field := range fields[11:15] {
		n, _ := strconv.ParseInt(field, 10, 64)
		s.ticks += n
	}
	return s, true
}

// readProc returns the beginning of a short file of /proc/PID, and nothing where
// there is none. os.ReadFile takes three times as many calls for it, and there are
// hundreds of processes.
func readProc(pid int, name string) []byte {
	fd, err := unix.Open(filepath.Join("/proc", strconv.Itoa(pid), name), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	text := make([]byte, 1024)
	n, _ := unix.Read(fd, text)
	return text[:max(n, 0)]
}
