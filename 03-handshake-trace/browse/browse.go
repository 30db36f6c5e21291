// Package browse shows what is in anybody's capture: one connection is drawn
// while the file is read, and then all are listed. What it takes does not grow
// with the file, and the first lines are there at once.
package browse

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"example.com/socket-tutorial/03-handshake-trace/explain"
	"example.com/socket-tutorial/03-handshake-trace/export"
	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Options are what is asked for.
type Options struct {
	Conn      int    // number of the connection to draw, or 0
	Port      int    // draw the first with this port, or 0; with neither, the first of all
	Directory string // to write the connection's files to, or empty
	Explain   bool   // take a segment of it apart:
	Number    int    // this one, or for 0 its first SYN
	Columns   int    // width of the terminal
	Language  lang.Language
	// Pause, if not nil, is called before each segment of the connection is drawn.
	Pause func(*timeline.Segment)
}

// view is a capture that is being shown.
type view struct {
	Options
	*recording.File
	out       *bufio.Writer         // keeps its first error
	chosen    *recording.Connection // that is drawn; nil until it begins
	ladder    *ladder.Ladder
	files     *export.Connection // of Directory, or nil
	explained *timeline.Segment
}

// Show reads a capture to its end and shows it on out. The error says why it
// cannot be read on, what it has not, or that out has failed.
func Show(out io.Writer, file *recording.File, o Options) error {
	v := &view{Options: o, File: file, out: bufio.NewWriterSize(out, 64<<10)}
	broken := v.follow()
	return errors.Join(broken, v.conclude(), v.out.Flush())
}

// often is after how many segments of the file what is drawn is shown, at the latest.
const often = 2000

// follow reads the capture to its end, or as far as it can be read, and draws
// the connection that is chosen.
func (v *view) follow() error {
	for count := 1; ; count++ {
		c, s, err := v.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil && v.chosen == nil && v.chooses(c) {
			err = v.begin(c)
		}
		if err == nil && v.Explain && s.Number == v.Number {
			v.explained = s.Clone()
		}
		if err == nil && c == v.chosen {
			err = v.draw(s.Clone())
		}
		if err == nil && count%often == 0 {
			err = v.showSoFar()
		}
		if err != nil {
			return err
		}
	}
}

// showSoFar shows what is drawn, though the file goes on with other connections.
func (v *view) showSoFar() error {
	if v.ladder != nil {
		v.ladder.Flush()
	}
	return v.out.Flush()
}

// chooses reports whether a connection is the one that was asked for.
func (v *view) chooses(c *recording.Connection) bool {
	switch {
	case v.Conn > 0:
		return c.Number == v.Conn
	case v.Port > 0:
		return c.Address[0].Port() == uint16(v.Port) || c.Address[1].Port() == uint16(v.Port)
	}
	return true
}

func (v *view) begin(c *recording.Connection) (err error) {
	v.chosen = c
	v.ladder = ladder.New(v.out, v.Columns, v.Language)
	v.say("%s: %s", c.Title(), lang.Say(recording.Seen))
	fmt.Fprintln(v.out)
	v.ladder.Head(&timeline.Trace{Address: c.Address})
	if v.Directory != "" {
		v.files, err = export.NewConnection(v.Directory, c, v.Language)
	}
	return err
}

func (v *view) draw(s *timeline.Segment) error {
	if v.Pause != nil {
		v.ladder.Flush()
		v.out.Flush()
		v.Pause(s)
	}
	for _, event := range s.Moment() {
		v.ladder.Event(event)
	}
	isSYN := s.Flags.Has(segment.SYN) && !s.Flags.Has(segment.ACK)
	if v.Explain && v.Number == 0 && (v.explained == nil || isSYN && !v.explained.Flags.Has(segment.SYN)) {
		v.explained = s
	}
	if v.files == nil {
		return nil
	}
	return v.files.Segment(s)
}

// conclude ends the ladder, and says what else is in the capture.
func (v *view) conclude() error {
	switch {
	case len(v.Connections) == 0:
		return v.NoSegment()
	case v.chosen == nil:
		v.list()
		return lang.Errorf("it has no such connection")
	}
	v.ladder.Flush()
	fmt.Fprintln(v.out)
	if v.files != nil {
		paths, err := v.files.Close(v.Directory)
		for _, path := range paths {
			v.say("Wrote %s", path)
		}
		if err != nil {
			return err
		}
	}
	if len(v.Connections) > 1 {
		v.list()
	}
	v.account()
	switch {
	case !v.Explain:
		return nil
	case v.explained == nil:
		return lang.Errorf("-explain %d: that is no TCP segment of the capture", v.Number)
	}
	return explain.Write(v.out, v.explained, v.Language)
}

// say writes a line.
func (v *view) say(format lang.Format, args ...any) {
	fmt.Fprintln(v.out, lang.Say(format, args...).In(v.Language))
}
