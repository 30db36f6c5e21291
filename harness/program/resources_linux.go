package program

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// KnowsResources reports whether Processor knows.
const KnowsResources = true

// Descriptors returns how many file descriptors the program, and what it has
// started, have open now, and how many of them have a path, as files, directories and
// devices do: /proc/PID/fd in proc(5). known is false where that cannot be read.
func (p *Process) Descriptors() (all, files int, known bool) {
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		folder := filepath.Join("/proc", strconv.Itoa(pid), "fd")
		descriptors, err := os.ReadDir(folder)
		known = known || err == nil
		all += len(descriptors)
		for _, descriptor := range descriptors {
			if to, err := os.Readlink(filepath.Join(folder, descriptor.Name())); err == nil && strings.HasPrefix(to, "/") {
				files++
			}
		}
	}
	return all, files, known
}

// Processor returns for how long the threads of the program, and of what it has
// started, have had a processor so far, and for how long they have waited for one.
// A thread that sleeps in the kernel does neither.
func (p *Process) Processor() (had, waited time.Duration) {
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		tasks, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "schedstat"))
		for _, task := range tasks {
			text, _ := os.ReadFile(task)  // a thread that has ended has none
			var ran, queued time.Duration // in nanoseconds: sched-stats in the kernel's documentation
			if _, err := fmt.Sscan(string(text), &ran, &queued); err == nil {
				had += ran
				waited += queued
			}
		}
	}
	return had, waited
}

// Zombies returns how many processes have ended that the program, or what it has
// started, has started and not waited for: wait(2).
func (p *Process) Zombies() int {
	zombies, family := 0, append(p.family(), p.cmd.Process.Pid)
	for _, s := range processes() {
		if s.state == 'Z' && slices.Contains(family, s.parent) {
			zombies++
		}
	}
	return zombies
}
