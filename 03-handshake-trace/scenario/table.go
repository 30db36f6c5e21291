//go:build unix

package scenario

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// All are the scenarios, in the order in which they are best read.
var All = []Scenario{
	{Name: "echo", Lesson: "the article's story: handshake, Hello both ways, close",
		Server: serveEcho, Client: askEcho},
	{Name: "noaccept", Lesson: "connect and send succeed though accept is never called: the kernel shakes hands",
		Server: neverAccept, Client: sendUnheard},
	{Name: "backlog", Lesson: "backlog 1 holds two connections; the third SYN goes unanswered until accept makes room",
		Server: makeRoomLate, Client: connectThrice, Follow: 3, Slow: true},
	{Name: "refused", Lesson: "nobody listens: the answer to the SYN is a reset",
		Server: notListening, Client: connectOnly},
	{Name: "rstunread", Lesson: "closing with unread data resets the connection instead of ending it",
		Server: closeUnread, Client: sendUnheard},
	{Name: "linger0", Lesson: "SO_LINGER 0 makes close a reset: no FIN, and no TIME_WAIT",
		Server: recvOnce, Client: abort},
	{Name: "halfclose", Lesson: "shutdown(SHUT_WR) closes one direction; 26 more bytes come the other way",
		Server: answerAfterEnd, Client: shutdownThenRead},
	{Name: "fin4", Lesson: "the four segments of the textbook's close, which a quick server makes three",
		Server: closeLate, Client: connectOnly},
	{Name: "timewait", Lesson: "whoever closes first holds TIME_WAIT, and with it the port",
		Server: restart, Client: readToEnd},
	{Name: "simclose", Lesson: "both ends close at once: CLOSING, and TIME_WAIT on both",
		Server: closeAtOnce, Client: closeMeanwhile, Together: true},
	{Name: "losesyn", Lesson: "the first SYN is lost: connect waits a second and knows nothing of it",
		Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.SYN, 0)},
	{Name: "losesynack", Lesson: "the SYN,ACK is lost: both ends hold a timer for it",
		Server: serveEcho, Client: askEcho, Lose: first(timeline.Server, segment.SYN|segment.ACK, 0)},
	{Name: "loseack", Lesson: "the third segment is lost and nobody minds: data carries the same ACK",
		Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.ACK, 0)},
	{Name: "losedata", Lesson: "Hello is lost and sent again; the program does not notice",
		Server: serveEcho, Client: askEcho, Lose: first(timeline.Client, segment.ACK, len("Hello"))},
	{Name: "loselastack", Lesson: "the last ACK is lost: what TIME_WAIT is for",
		Server: serveEcho, Client: askEcho, Lose: firstAnswerToFIN},
}
