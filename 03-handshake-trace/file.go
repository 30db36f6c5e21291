package main

import (
	"embed"
	"fmt"
	"os"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// showFile draws each connection of a capture. What can be read of a capture
// that is cut short is shown before the error is.
func showFile(o options) error {
	file, err := os.Open(o.file)
	if err != nil {
		return err
	}
	defer file.Close()
	found, broken := recording.Read(file)
	for i, trace := range found.Traces {
		fmt.Printf("%s: %s\n\n", trace.Title, trace.Seen)
		ladder.Draw(os.Stdout, ladder.Columns(os.Stdout), trace)
		lessons(os.Stdout, trace)
		name := trace.Title
		if len(found.Traces) > 1 {
			name = fmt.Sprintf("connection-%d", i+1)
		}
		if err := save(os.Stdout, o.directory, name, trace); err != nil {
			return err
		}
	}
	if found.LeftOut > 0 {
		fmt.Printf("%d packets are not shown: %v\n", found.LeftOut, found.Why)
	}
	if broken != nil {
		return fmt.Errorf("%s: %w", o.file, broken)
	}
	if o.explain {
		return explainSYN(os.Stdout, found.Traces[0])
	}
	return nil
}

// recordings are what -s all -o recorded has written, on a Linux with a wire:
// what can be shown where segments cannot be seen.
//
//go:embed recorded/*.pcapng
var recordings embed.FS

// recorded returns the trace of a scenario that was observed elsewhere.
func recorded(name string) (*timeline.Trace, error) {
	file, err := recordings.Open("recorded/" + name + ".pcapng")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found, err := recording.Read(file)
	if err != nil {
		return nil, fmt.Errorf("recording of %s: %w", name, err)
	}
	return found.Traces[0], nil
}
