package program

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// KnowsResources reports whether Processor and Descriptors know.
const KnowsResources = true

// Descriptors returns how many file descriptors the program, and what it has
// started, have open now.
func (p *Process) Descriptors() int {
	open := 0
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		descriptors, _ := os.ReadDir(filepath.Join("/proc", strconv.Itoa(pid), "fd"))
		open += len(descriptors)
	}
	return open
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
