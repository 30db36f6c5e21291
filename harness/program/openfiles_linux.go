package program

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// OpenFiles returns how many of the descriptors of the program and what it has
// started have a path, as files, directories and devices do: /proc/PID/fd in
// proc(5). known is false where that cannot be read.
func (p *Process) OpenFiles() (n int, known bool) {
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		folder := filepath.Join("/proc", strconv.Itoa(pid), "fd")
		descriptors, err := os.ReadDir(folder)
		known = known || err == nil
		for _, descriptor := range descriptors {
			if to, err := os.Readlink(filepath.Join(folder, descriptor.Name())); err == nil && strings.HasPrefix(to, "/") {
				n++
			}
		}
	}
	return n, known
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
