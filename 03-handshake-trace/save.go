package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"example.com/socket-tutorial/03-handshake-trace/ladder"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/svg"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// textColumns is the width of a .txt.
const textColumns = 100

// prepare makes the directory of -o and finds out whether files can be made
// there, before anything runs.
func prepare(directory string) error {
	if directory == "" {
		return nil
	}
	err := os.MkdirAll(directory, 0o777)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(directory, ".probe-*"); err == nil {
			probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err != nil {
		return fmt.Errorf("-o %s: %w: name a directory that can be written to", directory, err)
	}
	return nil
}

// save writes a trace to the directory of -o, if there is one, as name.pcapng,
// .svg and .txt. Without segments there is nothing to put into the first two.
func save(out io.Writer, directory, name string, trace *timeline.Trace) error {
	if directory == "" {
		return nil
	}
	kinds := []struct {
		suffix string
		write  func(io.Writer, *timeline.Trace) error
	}{{".txt", writeText}, {".pcapng", recording.Write}, {".svg", svg.Write}}
	if len(trace.Segments()) == 0 {
		kinds = kinds[:1]
	}
	for _, kind := range kinds {
		path := filepath.Join(directory, name+kind.suffix)
		if err := writeFile(path, trace, kind.write); err != nil {
			return err
		}
		fmt.Fprintln(out, "Wrote", path)
	}
	return nil
}

func writeFile(path string, trace *timeline.Trace, write func(io.Writer, *timeline.Trace) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(file, trace); err != nil {
		file.Close()
		return fmt.Errorf("%s: %w", path, err)
	}
	return file.Close()
}

// escapes are the colours of a terminal, which a file does not have.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

type plain struct{ io.Writer }

func (p plain) Write(b []byte) (int, error) {
	_, err := p.Writer.Write(escapes.ReplaceAll(b, nil))
	return len(b), err
}

// writeText writes what the terminal shows.
func writeText(w io.Writer, trace *timeline.Trace) error {
	fmt.Fprintf(w, "%s, %s\n\n", trace.Title, trace.Seen)
	ladder.Draw(plain{w}, textColumns, trace)
	fmt.Fprintln(w)
	for _, sentence := range trace.Lesson {
		for _, line := range ladder.Wrap(sentence, textColumns) {
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
	}
	return nil
}
