//go:build unix

package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestPlain(t *testing.T) {
	stagetest.Plain{
		Number: "01", Go: "server.go", Python: "server.py",
		WithoutGo:  []string{"sock.close()"}, // a line that is never reached
		Fails:      []string{"newest-first", "slow-reader", "apart", "reset", "crowd", "descriptors", "restart"},
		WantsFlags: []string{"idle"},
	}.Verify(t)
}
