package scenario

import (
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/harness/lang"
)

var losedata = Scenario{
	Name:   "losedata",
	Lesson: "Hello is lost and sent again; the programs do not notice",
	Client: askEcho,
	Server: serveEcho,
	Lose:   first(timeline.Client, segment.ACK, len("Hello")),
	Expect: Sequences{
		Client: connects + strings.Replace(asks, "recv(3, 10)", "✗ | recv(3, 10) | → ACK 5", 1) + closesFirst,
		Server: accepts + echoes + closesSecond,
	},
	Tell: []Sentence{sentAgain, sentIsNotReceived},
}

func sentIsNotReceived(t *timeline.Trace) lang.Text {
	lost, again, ok := resent(t)
	if !ok || lost.Length == 0 {
		return nothing
	}
	sent := func(e timeline.Event) bool { return returned("send", "")(e) && e.Call.Data == string(lost.Payload) }
	call, ok := event(t, lost.From, sent)
	if !ok {
		return nothing
	}
	return lang.Say("send() had long returned %d: that means that the kernel has taken the bytes and not that anybody has them. "+
		"They arrived %s after they were first sent.", call.Call.Result, took(again.Arrived-lost.Left))
}
