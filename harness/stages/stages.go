// Package stages holds the tables of checks, one for each stage of the tutorial.
package stages

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
)

// All returns the stages in the order of the tutorial.
func All() []check.Stage {
	return []check.Stage{echoServer, echoClient, handshakeTrace, baseHTTP, simpleHTTP, customHandler}
}

// Find returns the stage called name: its number ("04") or its folder
// ("04-base-http").
func Find(name string) (check.Stage, bool) {
	for _, stage := range All() {
		if name == stage.Number || strings.TrimSuffix(name, "/") == stage.Folder {
			return stage, true
		}
	}
	return check.Stage{}, false
}
