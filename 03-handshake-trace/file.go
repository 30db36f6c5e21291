package main

import (
	"embed"
	"fmt"
	"net/netip"
	"os"
	"slices"

	"example.com/socket-tutorial/03-handshake-trace/browse"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
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
	trace, err := recording.Read(file)
	if err != nil {
		return nil, lang.Errorf("recording of %s: %v", name, err)
	}
	scenario.Recognise(trace)
	return trace, nil
}

// saveRecorded writes the files of every scenario from its recording, which
// needs no privilege on any system.
func saveRecorded(directory string) error {
	for _, s := range scenario.All {
		trace, err := recorded(s.Name)
		if err != nil {
			return err
		}
		if err := save(stdout, directory, s.Name, trace); err != nil {
			return err
		}
	}
	return nil
}

// showFile draws a recording of ours, or one connection of a capture while it
// is read, and then a list of them all.
func showFile(o options) error {
	file, err := os.Open(o.file)
	if err != nil {
		return err
	}
	defer file.Close()
	found, err := recording.Open(file)
	if err != nil {
		return lang.Errorf("%s: %v", o.file, err)
	}
	if found.Trace != nil {
		if !o.chooses(found.Trace) {
			return lang.Errorf("%s: %v", o.file, lang.Errorf("it has no such connection"))
		}
		return showRecording(o, found.Trace)
	}
	err = browse.Show(stdout, found, browse.Options{
		Conn: o.conn, Port: o.port, Directory: o.directory, Columns: ladder.Columns(os.Stdout), Language: reader,
		Explain: o.explain.wanted, Number: o.explain.number, Pause: o.pause(),
	})
	if err != nil {
		return lang.Errorf("%s: %v", o.file, err)
	}
	return nil
}

// chooses reports whether -conn and -port let the one connection of a recording be
// shown.
func (o options) chooses(trace *timeline.Trace) bool {
	return o.conn <= 1 && (o.port == 0 || slices.ContainsFunc(trace.Address[:], func(a netip.AddrPort) bool { return int(a.Port()) == o.port }))
}

// showRecording draws what a file of ours holds.
func showRecording(o options, trace *timeline.Trace) error {
	scenario.Recognise(trace)
	fmt.Fprintf(stdout, "%s\n\n", say("%s: %s", trace.Title, trace.Seen))
	if pause := o.pause(); pause != nil {
		drawSlowly(ladder.New(stdout, ladder.Columns(os.Stdout), reader), trace, pause)
	} else {
		ladder.Draw(stdout, ladder.Columns(os.Stdout), reader, trace)
	}
	lessons(stdout, trace)
	name := trace.Title
	if _, known := scenario.Find(name); !known { // it names itself, and might be the name of a device
		name = "recording"
	}
	if err := save(stdout, o.directory, name, trace); err != nil {
		return err
	}
	return explainOf(stdout, o, trace)
}
