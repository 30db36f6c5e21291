//go:build unix

package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/endpoint"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Play is what is run for a scenario, and what befalls its segments.
type Play struct {
	Server, Client func(*endpoint.Host)
	Lose           func() Loss // makes what says which segments are lost; nil for none
	// Together: both ends must act while a segment is on its way.
	Together bool
}

// NeedsWire tells whether only the cable can show it: nothing gets lost on lo,
// and nothing is on its way there for long.
func (p Play) NeedsWire() bool { return p.Lose != nil || p.Together }

// Plays are the plays of All, by name.
var Plays = map[string]Play{
	"echo":        {Server: serveEcho, Client: askEcho},
	"noaccept":    {Server: neverAccept, Client: sendUnheard},
	"backlog":     {Server: makeRoomLate, Client: connectThrice},
	"refused":     {Server: notListening, Client: connectOnly},
	"rstunread":   {Server: closeUnread, Client: sendUnheard},
	"linger0":     {Server: recvOnce, Client: abort},
	"halfclose":   {Server: answerAfterEnd, Client: shutdownThenRead},
	"fin4":        {Server: closeLate, Client: connectOnly},
	"timewait":    {Server: restart, Client: readToEnd},
	"simclose":    {Server: closeAtOnce, Client: closeMeanwhile, Together: true},
	"losesyn":     {Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.SYN, 0)},
	"losesynack":  {Server: serveEcho, Client: askEcho, Lose: first(timeline.Server, segment.SYN|segment.ACK, 0)},
	"loseack":     {Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.ACK, 0)},
	"losedata":    {Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.ACK, len("Hello"))},
	"loselastack": {Server: serveEcho, Client: askEcho, Lose: firstAnswerToFIN},
}
