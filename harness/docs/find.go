package docs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// walk visits the regular files of the repository at root.
func walk(root string, visit func(path string, entry fs.DirEntry) error) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // somebody's temporary file; tests of other packages run meanwhile
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "vendor"):
			return filepath.SkipDir
		case entry.Name() == ".git":
			return nil // a worktree's, which leads to the repository
		case !entry.Type().IsRegular():
			return nil
		}
		if err := visit(path, entry); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// Find returns the lessons below root, as paths relative to it.
func Find(root string) ([]string, error) {
	var found []string
	err := walk(root, func(path string, entry fs.DirEntry) error {
		if entry.Name() != English && entry.Name() != Chinese {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		found = append(found, filepath.ToSlash(relative))
		return err
	})
	return found, err
}

// Root returns the folder of go.work, from a folder at or below it.
func Root() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.work")); err == nil {
			return folder, nil
		}
		up := filepath.Dir(folder)
		if up == folder {
			return "", fmt.Errorf("no go.work above %s", folder)
		}
		folder = up
	}
}
