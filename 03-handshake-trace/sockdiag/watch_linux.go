package sockdiag

import (
	"errors"
	"net/netip"

	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// Watch reads the state of one end of a recorder's connection and notes it
// where it has changed.
type Watch struct {
	Reader   *Reader
	Recorder *timeline.Recorder
	End      timeline.End
}

// NewWatch returns a watch that asks in the network namespace of the calling
// thread. The caller closes it.
func NewWatch(recorder *timeline.Recorder, end timeline.End) (*Watch, error) {
	reader, err := Open()
	return &Watch{Reader: reader, Recorder: recorder, End: end}, err
}

// Close closes the watch's reader. A nil Watch, or one that could not be
// opened, has none.
func (w *Watch) Close() {
	if w != nil && w.Reader != nil {
		w.Reader.Close()
	}
}

// Read notes the state and what waits in the sockets, where they have changed.
// The recorder's lock must be held. Before the client's port is known only a
// listener can be seen.
func (w *Watch) Read() {
	local, remote := w.Recorder.Address[w.End], w.Recorder.Address[w.End.Other()]
	if !local.IsValid() {
		return
	}
	if !remote.IsValid() {
		remote = anybody
	}
	answer, err := w.Reader.Pair(local, remote)
	if err != nil && !errors.Is(err, ErrNone) {
		return // not read, so not claimed
	}
	last := w.Recorder.LastState(w.End)
	if state := interpret(last, answer.State); state != last {
		w.Recorder.Note(timeline.Event{End: w.End, Kind: timeline.State, State: state})
	}
	if queues := w.queues(answer); queues != w.Recorder.LastQueues(w.End) {
		w.Recorder.Note(timeline.Event{End: w.End, Kind: timeline.Queued, Queues: &queues})
	}
}

// queues returns what waits at the end whose connection, or listener where
// there is no connection, is socket.
func (w *Watch) queues(socket Socket) timeline.Queues {
	var queues timeline.Queues
	listener := socket
	if !socket.Listener {
		queues.Receive, queues.Send = socket.Receive, socket.Send
		if w.End == timeline.Server {
			listener, _ = w.Reader.Pair(w.Recorder.Address[w.End], anybody)
		}
	}
	if listener.Listener {
		queues.Listens, queues.Accept, queues.Backlog = true, listener.Receive, listener.Send
	}
	return queues
}

// anybody asks for the listener.
var anybody = netip.AddrPortFrom(netip.IPv4Unspecified(), 0)

// interpret reads an answer in the light of the one before. Where a
// connection is gone the kernel answers with its listener, or with nothing:
// both mean CLOSED, once there was a connection.
func interpret(last, answer states.State) states.State {
	switch {
	case answer == states.Listen && last != states.Unread && last != states.Listen && last != states.SynRecv:
		return states.Closed
	case answer == states.Unread && last != states.Unread:
		return states.Closed
	}
	return answer
}
