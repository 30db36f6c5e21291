package program

import (
	"fmt"
	"strings"
	"sync"
)

// MaxOutput is how many bytes of a stream are kept; what follows is counted
// and dropped, so that a program in an endless loop cannot fill the memory.
const MaxOutput = 4 << 20

// Output collects what a program prints on one stream. It may be read while
// the program writes.
type Output struct {
	mu      sync.Mutex
	kept    []byte
	dropped int
}

// Write keeps data as far as MaxOutput allows. It never fails: a failing
// write would look like a broken pipe to the program.
func (o *Output) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	room := min(len(data), MaxOutput-len(o.kept))
	o.kept = append(o.kept, data[:room]...)
	o.dropped += len(data) - room
	return len(data), nil
}

// String returns what has been printed so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.kept)
}

// Tail returns the last lines lines, and says above them how much is missing.
func (o *Output) Tail(lines int) []string {
	text := strings.TrimRight(o.String(), "\n")
	if text == "" {
		return nil
	}
	all := strings.Split(text, "\n")
	if len(all) <= lines {
		return all
	}
	left := fmt.Sprintf("… %d lines above", len(all)-lines)
	return append([]string{left}, all[len(all)-lines:]...)
}
