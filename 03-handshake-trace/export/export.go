// Package export writes what was observed to files: NAME.txt as the terminal
// shows it, NAME.pcapng for Wireshark, NAME.svg for a README, and NAME.html, on
// which it is played.
package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/page"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/svg"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

// Columns is the width of a .txt.
const Columns = 100

// drawnMax is how many segments a picture has at most.
const drawnMax = 500

// Prepare makes a directory and finds out whether files can be made there.
func Prepare(directory string) error {
	err := os.MkdirAll(directory, 0o777)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(directory, ".probe-*"); err == nil {
			probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err != nil {
		return lang.Errorf("-o %s: %v: name a directory that can be written to", directory, err)
	}
	return nil
}

// Trace writes a trace to a directory under a name, in a language where the file
// has one, and returns the paths. Without segments there is nothing to put into
// a capture or a picture.
func Trace(directory, name string, trace *timeline.Trace, language lang.Language) (paths []string, err error) {
	kinds := []struct {
		suffix string
		write  func(io.Writer) error
	}{
		{".txt", func(w io.Writer) error { return writeText(w, trace, language) }},
		{".pcapng", func(w io.Writer) error { return recording.Write(w, trace) }},
		{".svg", func(w io.Writer) error { return svg.Write(w, trace, language) }},
		{".html", func(w io.Writer) error { return page.Write(w, trace) }},
	}
	if len(trace.Segments()) == 0 {
		kinds = kinds[:1]
	}
	for _, kind := range kinds {
		file, err := create(directory, name+kind.suffix)
		if err != nil {
			return paths, err
		}
		if err := errors.Join(kind.write(file), file.close()); err != nil {
			return paths, err
		}
		paths = append(paths, file.path)
	}
	return paths, nil
}

// Connection writes a connection of a capture to files while it is read, so
// that what this takes does not grow with it.
type Connection struct {
	language      lang.Language
	text, capture *output
	ladder        *ladder.Ladder
	packets       *recording.Exporter
	trace         timeline.Trace // the beginning, for the picture
	more          int            // segments that are not in it
	name          string         // of the files
}

// NewConnection creates the files in a directory. The caller calls Close.
func NewConnection(directory string, c *recording.Connection, language lang.Language) (*Connection, error) {
	name := fmt.Sprintf("connection-%d", c.Number) // no name of a capture's becomes a path
	e := &Connection{
		language: language,
		trace:    timeline.Trace{Title: c.Title(), Seen: lang.Say(recording.Seen), Address: c.Address, Start: c.Start},
		name:     name,
	}
	var err error
	if e.text, err = create(directory, name+".txt"); err != nil {
		return nil, err
	}
	if e.capture, err = create(directory, name+".pcapng"); err != nil {
		return nil, errors.Join(err, e.text.close())
	}
	heading(e.text, &e.trace, language)
	e.ladder = ladder.New(plain{e.text}, Columns, language)
	e.ladder.Head(&e.trace)
	e.packets, err = recording.NewExporter(e.capture, c.Title())
	return e, err
}

// Segment writes one segment more, which is kept.
func (e *Connection) Segment(s *timeline.Segment) error {
	events := s.Moment()
	for _, event := range events {
		e.ladder.Event(event)
	}
	if len(e.trace.Events) < len(events)*drawnMax {
		e.trace.Events = append(e.trace.Events, events...)
	} else {
		e.more++
	}
	return e.packets.Segment(e.trace.Start, s)
}

// Close writes the picture and the page, and closes the files, whose paths it
// returns.
func (e *Connection) Close(directory string) (paths []string, err error) {
	e.ladder.Flush()
	if err := errors.Join(e.text.close(), e.capture.close()); err != nil {
		return nil, err
	}
	paths = []string{e.text.path, e.capture.path}
	for _, kind := range []struct {
		suffix string
		write  func(io.Writer) error
	}{{".html", e.writePage}, {".svg", e.writePicture}} {
		file, err := create(directory, e.name+kind.suffix)
		if err != nil {
			return paths, err
		}
		if err := errors.Join(kind.write(file), file.close()); err != nil {
			return paths, err
		}
		paths = append(paths, file.path)
	}
	return paths, nil
}

func (e *Connection) writePage(w io.Writer) error { return page.WriteBeginning(w, &e.trace, e.more) }

func (e *Connection) writePicture(w io.Writer) error {
	trace := e.trace
	if e.more > 0 {
		trace.Lesson = []lang.Text{lang.Say("The first %d segments; %d more follow.", drawnMax, e.more)}
	}
	return svg.Write(w, &trace, e.language)
}

// output is a file that is written in larger pieces. Its Writer keeps the first
// error, as what draws a ladder does not look at any.
type output struct {
	*bufio.Writer
	file *os.File
	path string
}

func create(directory, name string) (*output, error) {
	path := filepath.Join(directory, name)
	file, err := os.Create(path)
	return &output{bufio.NewWriter(file), file, path}, err
}

func (o *output) close() error { return errors.Join(o.Flush(), o.file.Close()) }

// escapes are the colours of a terminal, which a file does not have.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

type plain struct{ io.Writer }

func (p plain) Write(b []byte) (int, error) {
	if bytes.IndexByte(b, '\x1b') < 0 {
		return p.Writer.Write(b)
	}
	_, err := p.Writer.Write(escapes.ReplaceAll(b, nil))
	return len(b), err
}

// heading writes what a .txt begins with.
func heading(w io.Writer, trace *timeline.Trace, language lang.Language) {
	fmt.Fprintf(w, "%s\n\n", lang.Say("%s, %s", trace.Title, trace.Seen).In(language))
}

// writeText writes what the terminal shows.
func writeText(w io.Writer, trace *timeline.Trace, language lang.Language) error {
	heading(w, trace, language)
	ladder.Draw(plain{w}, Columns, language, trace)
	fmt.Fprintln(w)
	for _, sentence := range trace.Lesson {
		for _, line := range ladder.Wrap(sentence.In(language), Columns) {
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}
