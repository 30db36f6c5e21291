package main

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"example.com/socket-tutorial/03-handshake-trace/export"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/segment"
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
	trace, err := recording.Read(file)
	if err != nil {
		return nil, fmt.Errorf("recording of %s: %w", name, err)
	}
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
		return fmt.Errorf("%s: %w", o.file, err)
	}
	if found.Trace != nil {
		return showRecording(o, found.Trace)
	}
	r := &reading{options: o, File: found, out: bufio.NewWriterSize(stdout, 64<<10)}
	err = errors.Join(r.follow(), r.conclude())
	r.out.Flush()
	if err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	return nil
}

// showRecording draws what a file of ours holds.
func showRecording(o options, trace *timeline.Trace) error {
	fmt.Fprintf(stdout, "%s: %s\n\n", trace.Title, trace.Seen)
	ladder.Draw(stdout, ladder.Columns(os.Stdout), trace)
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

// reading is a capture that is being shown.
type reading struct {
	options
	*recording.File
	out       *bufio.Writer
	chosen    *recording.Connection // that is drawn; nil until it begins
	ladder    *ladder.Ladder
	files     *export.Connection // of -o, or nil
	explained *timeline.Segment
}

// often is after how many segments what is drawn is shown, at the latest.
const often = 2000

// follow reads the capture to its end, or as far as it can be read, and draws
// the connection that is chosen.
func (r *reading) follow() error {
	for count := 1; ; count++ {
		if count%often == 0 {
			r.out.Flush()
		}
		c, s, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil && r.chosen == nil && r.chooses(c) {
			err = r.begin(c)
		}
		if err == nil && s.Number == r.explain.number {
			r.explained = s.Clone()
		}
		if err == nil && c == r.chosen {
			err = r.draw(s.Clone())
		}
		if err = errors.Join(err, stdout.err); err != nil {
			return err
		}
	}
}

// chooses reports whether a connection is the one that was asked for: by its
// number, by a port, or else the first.
func (r *reading) chooses(c *recording.Connection) bool {
	switch {
	case r.conn > 0:
		return c.Number == r.conn
	case r.port > 0:
		return c.Address[0].Port() == uint16(r.port) || c.Address[1].Port() == uint16(r.port)
	}
	return true
}

func (r *reading) begin(c *recording.Connection) (err error) {
	r.chosen = c
	r.ladder = ladder.New(r.out, ladder.Columns(os.Stdout))
	fmt.Fprintf(r.out, "%s: %s\n\n", c.Title(), recording.Seen)
	r.ladder.Head(&timeline.Trace{Address: c.Address})
	if r.directory != "" {
		r.files, err = export.NewConnection(r.directory, c)
	}
	return err
}

func (r *reading) draw(s *timeline.Segment) error {
	for _, event := range s.Moment() {
		r.ladder.Event(event)
	}
	isSYN := s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.ACK)
	if r.explain.first() && (r.explained == nil || isSYN && !r.explained.Flags.Has(segment.SYN)) {
		r.explained = s
	}
	if r.files == nil {
		return nil
	}
	return r.files.Segment(s)
}

// conclude ends the ladder, and says what else is in the capture.
func (r *reading) conclude() error {
	if len(r.Connections) == 0 {
		if r.Packets == 0 && stdout.err != nil {
			return nil
		}
		return r.NoSegment()
	}
	if r.chosen == nil {
		r.list()
		return errors.New("it has no such connection")
	}
	r.ladder.Flush()
	fmt.Fprintln(r.out)
	if r.files != nil {
		paths, err := r.files.Close(r.directory)
		if err != nil {
			return err
		}
		wrote(r.out, paths)
	}
	if len(r.Connections) > 1 {
		r.list()
	}
	r.account()
	if r.explain.wanted && r.explained == nil {
		return fmt.Errorf("-explain %d: that is no TCP segment of the capture", r.explain.number)
	}
	if r.explained != nil {
		return explainSegment(r.out, r.explained)
	}
	return nil
}

// listed is how many connections are listed at most.
const listed = 200

// list prints the connections that were asked for, or all.
func (r *reading) list() {
	fmt.Fprintf(r.out, "%s. -conn N draws another one, -port N the first with this port.\n\n", recording.Count(len(r.Connections), "connection"))
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "conn\tclient\tserver\tsegments\tbytes\tanswered\tend\t")
	shown := 0
	for _, c := range r.Connections {
		if r.port > 0 && !r.chooses(c) || shown == listed {
			continue
		}
		shown++
		fmt.Fprintf(table, "%d\t%s\t%s\t%d\t%d\t%d\t%s\t\n", c.Number, c.Address[timeline.Client], c.Address[timeline.Server],
			c.Segments[0]+c.Segments[1], c.Bytes[timeline.Client], c.Bytes[timeline.Server], c.Ended())
	}
	table.Flush()
	if shown == listed && len(r.Connections) > listed {
		fmt.Fprintf(r.out, "The first %d are listed.\n", listed)
	}
	fmt.Fprintln(r.out)
}

// account says what was not shown, and why.
func (r *reading) account() {
	for _, reason := range r.LeftOut {
		fmt.Fprintf(r.out, "Not shown: %s, %s (the first is packet %d).\n", recording.Count(reason.Count, "packet"), reason.What, reason.First)
	}
	if r.More > 0 {
		fmt.Fprintf(r.out, "Not told apart: %s of connections beyond the first %d.\n", recording.Count(r.More, "segment"), len(r.Connections))
	}
	if r.Late > 0 {
		fmt.Fprintf(r.out, "Far behind their time in the file, and so at the time of the one before: %s.\n", recording.Count(r.Late, "segment"))
	}
}
