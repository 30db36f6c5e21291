// Package stages is the list of all tables of checks. Each stage of the tutorial
// has a package here, named for what its program is; what those that speak HTTP
// have in common is in http1.
package stages

import (
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/basehttp"
	"example.com/socket-tutorial/harness/stages/customhandler"
	"example.com/socket-tutorial/harness/stages/echoclient"
	"example.com/socket-tutorial/harness/stages/echoserver"
	"example.com/socket-tutorial/harness/stages/handshaketrace"
	"example.com/socket-tutorial/harness/stages/simplehttp"
)

// All returns the stages in the order of the tutorial.
func All() []check.Stage {
	return []check.Stage{
		echoserver.Stage, echoclient.Stage, handshaketrace.Stage,
		basehttp.Stage, simplehttp.Stage, customhandler.Stage,
	}
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
