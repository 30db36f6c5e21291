package program

import (
	"slices"
	"strings"
	"sync"

	"example.com/socket-tutorial/harness/lang"
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

// Tail returns the last lines lines. What is repeated again and again, a line or
// a few in turn, is given once: an endless loop shows what came
// before it.
func (o *Output) Tail(lines int) []lang.Text {
	text := strings.TrimRight(o.String(), "\n")
	if len(text) == 0 {
		return nil
	}
	all := strings.Split(text, "\n")
	if len(text) == MaxOutput {
		all = all[:len(all)-1] // cut in its middle
	}
	folded := fold(all)
	if len(folded) > lines {
		folded = slices.Insert(folded[len(folded)-lines:], 0, lang.Say("… more above"))
	}
	return folded
}

// Same stands for lines that are the same as the one before.
const Same lang.Format = "… the same line again and again"

// fold replaces repetitions of up to three lines in turn.
func fold(all []string) []lang.Text {
	var folded []lang.Text
	for i := 0; i < len(all); {
		period, times := repetition(all[i:])
		for _, line := range all[i : i+period] {
			folded = append(folded, lang.Say("%s", line))
		}
		switch {
		case times > 1 && period == 1:
			folded = append(folded, lang.Say(Same))
		case times > 1:
			folded = append(folded, lang.Say("… these %d lines again and again", period))
		}
		i += period * times
	}
	return folded
}

// repetition returns the period, up to three lines, with which all begins to
// repeat itself, and how often it stands there; a single line that is not
// repeated is 1 and 1. Lines in turn count from three times on.
func repetition(all []string) (period, times int) {
	for period := 1; period <= 3; period++ {
		times := 1
		for end := period * (times + 1); end <= len(all) && slices.Equal(all[:period], all[end-period:end]); end += period {
			times++
		}
		if times > 2 || period == 1 && times > 1 {
			return period, times
		}
	}
	return 1, 1
}
