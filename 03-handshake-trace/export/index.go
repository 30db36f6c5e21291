package export

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/page"
	"example.com/socket-tutorial/03-handshake-trace/recording"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Index writes index.html, which leads to every page in a directory, those of
// earlier runs too, and returns its path; "" where there is no page.
func Index(directory string) (string, error) {
	files, err := os.ReadDir(directory)
	if err != nil {
		return "", err
	}
	var entries []page.Entry
	for _, file := range files {
		if name, isPage := strings.CutSuffix(file.Name(), ".html"); isPage && name != "index" {
			entries = append(entries, page.Entry{File: name, Title: name, Trace: recordingOf(directory, name)})
		}
	}
	if entries == nil {
		return "", nil
	}
	file, err := create(directory, "index.html")
	if err != nil {
		return "", err
	}
	return file.path, errors.Join(page.WriteIndex(file, entries), file.close())
}

// recordingOf returns the trace that was written with a page, for the small
// picture, or nil where there is none of ours.
func recordingOf(directory, name string) *timeline.Trace {
	file, err := os.Open(filepath.Join(directory, name+".pcapng"))
	if err != nil {
		return nil
	}
	defer file.Close()
	trace, _ := recording.Read(file)
	return trace
}
