package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"example.com/socket-tutorial/harness/program"
)

// lookAgain is how often watch looks at the files. It polls because change
// notifications do not cross every network drive, container and virtual disk.
const lookAgain = 300 * time.Millisecond

// clearScreen is what a terminal does at home, with what has scrolled away (ECMA-48,
// ED).
const clearScreen = "\x1b[H\x1b[2J\x1b[3J"

// watch runs the checks now and after each save, until ctx ends.
func watch(ctx context.Context, o options) error {
	changes := changes{o: o, written: map[string]bool{}}
	name := ""
	for {
		if !o.json && isTerminal(os.Stdout) {
			printf(clearScreen)
		}
		if name != "" && !o.json {
			say("%s was saved", name)
			printf("\n")
		}
		changes.begin()
		if _, err := verify(ctx, o); err != nil {
			return ended(ctx, err)
		}
		if noisy := changes.end(); len(noisy) > 0 && !o.json {
			say("%s changes while the checks run: it is not watched", noisy[0])
		}
		if !o.json {
			say("watching, save a file to check again; Ctrl-C ends")
		}
		for name = ""; name == ""; name = changes.next() {
			select {
			case <-ctx.Done():
				return ended(ctx, ctx.Err())
			case <-time.After(lookAgain):
			}
		}
	}
}

// ended returns errEnded where a run was ended by a signal, which is how a watch
// ends, and err where it was not.
func ended(ctx context.Context, err error) error {
	if _, signalled := context.Cause(ctx).(interruption); signalled {
		return errEnded
	}
	return err
}

// changes tells what a participant saves from what a program under check writes,
// such as a log beside itself. What changes while the checks run may be either:
// the first time the checks run again, and if it changes then, too, it is the
// program's, as is a new file in such a run: a log of another name. Between two runs no program runs, and a change is a save.
type changes struct {
	o       options
	seen    map[string]string // the stamps of the files when they were last looked at
	during  map[string]bool   // what has changed in the last run
	written map[string]bool   // what programs write
	pending string            // what has changed in the last run, and may have been saved
	chained bool              // the run was set off by what had changed in the one before
}

// begin is called before the checks run.
func (c *changes) begin() { c.seen = c.o.saved() }

// end is called after the checks have run. It returns the files that are known to
// be the program's from now on.
func (c *changes) end() (noisy []string) {
	after := c.o.saved()
	before, last := c.seen, c.during
	c.during, c.pending, c.chained = map[string]bool{}, "", c.pending != ""
	for _, name := range changed(before, after) {
		c.during[name] = true
		switch {
		case c.written[name]:
		case last[name]:
			c.written[name] = true
			noisy = append(noisy, name)
		case c.chained && before[name] == "":
		default:
			c.pending = name
		}
	}
	c.seen = after
	return noisy
}

// next returns a file that was saved, or "".
func (c *changes) next() string {
	if c.pending != "" {
		return c.pending
	}
	now := c.o.saved()
	for _, name := range changed(c.seen, now) {
		c.seen = now
		delete(c.written, name) // somebody else writes it, too
		return name
	}
	return ""
}

// saved returns the time and size of each file that may belong to the program.
func (o options) saved() map[string]string {
	stamps := map[string]string{}
	for _, folder := range o.folders() {
		// A file that vanishes while we look will be missed the next time.
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if entry.IsDir() {
				if name := entry.Name(); path != folder && (name[0] == '.' || name == "node_modules" || name == "__pycache__") {
					return filepath.SkipDir
				}
				return nil
			}
			if info, err := entry.Info(); err == nil {
				stamps[path] = fmt.Sprint(info.ModTime().UnixNano(), info.Size())
			}
			return nil
		})
	}
	return stamps
}

// folders returns where the program's sources are: its folder, the folders of
// the files that its command names, or for our own stages the whole clone.
func (o options) folders() []string {
	switch {
	case o.dir != "":
		return []string{o.dir}
	case o.own != "":
		return []string{o.own}
	case o.command == nil:
		return []string{o.root}
	}
	folders := program.Command{Args: o.command}.Folders()
	if len(folders) == 0 {
		if here, err := os.Getwd(); err == nil {
			folders = []string{here}
		}
	}
	return folders
}

// changed returns the files in which the two differ.
func changed(before, after map[string]string) []string {
	var names []string
	for path, stamp := range after {
		if before[path] != stamp {
			names = append(names, path)
		}
	}
	for path := range before {
		if _, there := after[path]; !there {
			names = append(names, path)
		}
	}
	return names
}
