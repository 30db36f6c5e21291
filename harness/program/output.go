package program

import (
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

// Tail returns the last lines lines. A line that is repeated is given once,
// so that an endless loop shows what came before it.
func (o *Output) Tail(lines int) []string {
	text := strings.TrimRight(o.String(), "\n")
	if len(text) == 0 {
		return nil
	}
	all := strings.Split(text, "\n")
	if len(text) == MaxOutput {
		all = all[:len(all)-1] // cut in its middle
	}
	var different []string
	for i, line := range all {
		switch {
		case i == 0 || line != all[i-1]:
			different = append(different, line)
		case i == 1 || line != all[i-2]:
			different = append(different, "… the same again")
		}
	}
	if len(different) > lines {
		different = append([]string{"… more above"}, different[len(different)-lines:]...)
	}
	return different
}
