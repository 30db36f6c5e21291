package endpoint

import "runtime"

// Thread is the system thread on which a program's calls are made. What it
// changes about itself, such as its namespace, stays its own: it ends with
// Close and is not used again.
type Thread struct {
	jobs chan func()
	id   int
}

// NewThread starts a thread. Close ends it.
func NewThread() *Thread {
	t := &Thread{jobs: make(chan func())}
	ready := make(chan bool)
	go func() {
		runtime.LockOSThread() // and never unlocked: Go then lets the thread end with the goroutine
		t.id = threadID()
		close(ready)
		for job := range t.jobs {
			job()
		}
	}()
	<-ready
	return t
}

// Do runs f on the thread and returns when it has ended.
func (t *Thread) Do(f func()) {
	done := make(chan bool)
	t.jobs <- func() { f(); close(done) }
	<-done
}

// ID returns the number by which the kernel knows the thread, or 0 where
// nobody asks for it.
func (t *Thread) ID() int { return t.id }

// OwnFiles gives the thread a table of descriptors of its own with only the
// standard three in it, as a program has that has just begun: its first socket
// is 3 then. Where the system has no such tables the numbers are those of this
// process, and as true.
func (t *Thread) OwnFiles() { t.Do(unshareFiles) }

// Close ends the thread, once it has done what it was given, and closes its
// table of descriptors with it.
func (t *Thread) Close() { close(t.jobs) }
