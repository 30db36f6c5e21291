package check

import "time"

// OpenFiles returns how many files and directories, not sockets and pipes, the
// program and what it has started have open. Where that is not known, the check is
// skipped.
func (t *T) OpenFiles() int {
	n, known := t.process.OpenFiles()
	if !known {
		t.Skip("which files a program has open is not told here")
	}
	return n
}

// ExpectOpenFiles waits until the program has at most so many files open: it may be
// about to close one.
func (t *T) ExpectOpenFiles(most int) {
	for deadline := time.Now().Add(time.Second); ; time.Sleep(20 * time.Millisecond) {
		n := t.OpenFiles()
		if n <= most {
			return
		}
		if time.Now().After(deadline) {
			t.Note("the program has %d files and directories open", n)
			t.Fail("wanted no more files open than before: each one that is opened must be closed")
		}
	}
}
