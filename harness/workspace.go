package main

import (
	"os"
	"path/filepath"
	"runtime"

	"example.com/socket-tutorial/harness/lang"
)

// workspace returns the root of the clone: the folder above the working
// directory that holds go.work and the harness, or else the one that the
// harness was built from.
func workspace() (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := here; ; dir = filepath.Dir(dir) {
		if isWorkspace(dir) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if _, source, _, known := runtime.Caller(0); known {
		if dir := filepath.Dir(filepath.Dir(source)); isWorkspace(dir) {
			return dir, nil
		}
	}
	return "", lang.Errorf("the tutorial's go.work is nowhere above this folder: run the harness inside the clone")
}

func isWorkspace(dir string) bool {
	_, work := os.Stat(filepath.Join(dir, "go.work"))
	_, main := os.Stat(filepath.Join(dir, "harness", "workspace.go"))
	return work == nil && main == nil
}
