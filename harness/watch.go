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

// watch runs the checks now and after each save, until ctx ends.
func watch(ctx context.Context, o options) error {
	for {
		before := o.saved()
		if _, err := verify(ctx, o); err != nil {
			return err
		}
		if !o.json {
			printf("watching, save a file to check again; Ctrl-C ends\n")
		}
		name := ""
		for name == "" {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(lookAgain):
				name = changed(before, o.saved())
			}
		}
		if !o.json {
			printf("\n%s was saved\n\n", name)
		}
	}
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
	if o.dir != "" {
		return []string{o.dir}
	}
	if o.command == nil {
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

// changed returns a file in which the two differ, or "".
func changed(before, after map[string]string) string {
	for path, stamp := range after {
		if before[path] != stamp {
			return path
		}
	}
	for path := range before {
		if _, there := after[path]; !there {
			return path
		}
	}
	return ""
}
