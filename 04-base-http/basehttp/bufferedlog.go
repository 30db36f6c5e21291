package basehttp

import (
	"io"
	"sync"
	"time"
)

// A buffered log is written when it has grown to logBufferSize bytes, or
// logDelay after the write before. A write for each line costs a tenth of the
// whole work for a small file.
const (
	logBufferSize = 32 << 10
	logDelay      = 50 * time.Millisecond
)

// BufferedLog passes the first line after a pause on at once, and those that
// follow it closely together. Any goroutine may write to it. Errors of the
// writer behind it are ignored: a server goes on without its log.
type BufferedLog struct {
	mu    sync.Mutex
	to    io.Writer
	lines []byte
	timer *time.Timer // runs for logDelay after each write
	quiet bool        // it has run out, and no line came
}

// NewBufferedLog returns a log to w. Flush it before the program ends.
func NewBufferedLog(w io.Writer) *BufferedLog {
	log := &BufferedLog{to: w, quiet: true}
	log.timer = time.AfterFunc(logDelay, log.delayOver)
	return log
}

// delayOver writes what has come since the last write.
func (l *BufferedLog) delayOver() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.quiet = len(l.lines) == 0
	l.flush()
}

// Write adds line, which is one or more whole lines.
func (l *BufferedLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line...)
	if l.quiet || len(l.lines) >= logBufferSize {
		l.quiet = false
		l.flush()
	}
	return len(line), nil
}

// Flush writes the lines that wait.
func (l *BufferedLog) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
}

func (l *BufferedLog) flush() {
	if len(l.lines) > 0 {
		l.to.Write(l.lines)
		l.lines = l.lines[:0]
		l.timer.Reset(logDelay)
	}
}
