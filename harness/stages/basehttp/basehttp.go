package basehttp

import (
	"slices"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/stages/http1"
)

// Stage is stage 04: a request, parsed.
//
// Its programs answer every request with what they parsed from it: the body
// shows the method and the target as they came, each header's name and value,
// and how the request was dispatched; any form will do. GET, HEAD and POST are
// answered with 200, a method that no RFC knows with 501. They take
// -bind HOST, -protocol HTTP/1.0 (or HTTP/1.1) and the port; a command of
// another shape says where these go with {host}, {port} and {protocol}.
//
// The checks stand in the order in which such a program is built.
var Stage = check.Stage{
	Number: "04",
	Folder: "04-base-http",
	Title:  "a request, parsed",
	Args:   []string{"-bind", "{host}", "{port}"},
	Checks: slices.Concat(
		answerChecks, requestLineChecks, headersChecks, piecesChecks,
		strictRequestLineChecks, strictHeadersChecks,
		clientsChecks, []check.Check{http1.CtrlC("length")}, keepAliveChecks, framingChecks, chunksChecks,
	),
}
