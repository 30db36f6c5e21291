//go:build unix

package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestPlain(t *testing.T) {
	stagetest.Plain{
		Number: "02", Go: "client.go", Python: "client.py",
		WithoutGo:   []string{"except Exception as e:"}, // in Go there is one kind of error
		Fails:       []string{"hang-up", "reset"},
		WantsFlags:  []string{"long-message"},
		PythonFails: []string{"characters", "one-line"}, // each piece is decoded; connect stands before the try
	}.Verify(t)
}
