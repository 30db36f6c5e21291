package timeline

import (
	"fmt"

	"example.com/socket-tutorial/harness/lang"
)

// Queues are what waits in the sockets of one end, as sock_diag(7) tells it.
// It is asked after each call and each segment at that end, so a change that a
// call elsewhere has undone meanwhile was not seen.
type Queues struct {
	Receive int // idiag_rqueue: bytes that have come and were not read; a FIN counts as one
	Send    int // idiag_wqueue: bytes that are not acknowledged; a SYN or FIN counts as one
	Listens bool
	Accept  int // connections that wait for accept, where the end Listens
	Backlog int // how many may wait, by listen; Linux lets in one more
}

// String returns the queues as a recording has them: "receive 19, send 0", and
// where the end listens "receive 0, send 0, accept 1 of 5".
func (q Queues) String() string { return q.Text().String() }

// Text is the same for a reader.
func (q Queues) Text() lang.Text {
	if q.Listens {
		return lang.Say("receive %d, send %d, accept %d of %d", q.Receive, q.Send, q.Accept, q.Backlog)
	}
	return lang.Say("receive %d, send %d", q.Receive, q.Send)
}

// ParseQueues reads back what String wrote. It fails for any other text.
func ParseQueues(text string) (Queues, error) {
	var q Queues
	if n, _ := fmt.Sscanf(text, "receive %d, send %d, accept %d of %d", &q.Receive, &q.Send, &q.Accept, &q.Backlog); n > 2 {
		q.Listens = true
	}
	if q.String() != text {
		return Queues{}, fmt.Errorf("queues: %q", text)
	}
	return q, nil
}
