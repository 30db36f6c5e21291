package main

import (
	"embed"
	"fmt"

	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

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
