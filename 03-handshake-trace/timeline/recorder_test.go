package timeline

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
)

// Of three connections the second is taken down, and its client is known then.
func TestOneConnectionIsTakenDown(t *testing.T) {
	r := NewRecorder("")
	r.Nth = 2
	first, second, third := netip.MustParseAddrPort("10.0.0.1:41000"), netip.MustParseAddrPort("10.0.0.1:42000"), netip.MustParseAddrPort("10.0.0.1:43000")
	assert.False(t, r.RegisterClient(first))
	assert.False(t, r.Address[Client].IsValid())
	assert.True(t, r.RegisterClient(second))
	assert.False(t, r.RegisterClient(first))
	assert.False(t, r.RegisterClient(third))
	assert.True(t, r.RegisterClient(second))
	assert.Equal(t, second, r.Address[Client])
}

func TestEndedWhenNeitherEndHasToSend(t *testing.T) {
	r := NewRecorder("")
	assert.True(t, r.Ended(), "nothing has begun")
	r.Note(Event{End: Client, Kind: State, State: states.TimeWait})
	r.Note(Event{End: Server, Kind: State, State: states.LastAck})
	assert.False(t, r.Ended(), "a FIN is not acknowledged")
	r.Note(Event{End: Server, Kind: State, State: states.Closed})
	assert.True(t, r.Ended())
	assert.Equal(t, []states.State{states.LastAck, states.Closed}, r.States(Server))
}

// The kernel's stamps are older than the notes they come behind.
func TestSort(t *testing.T) {
	r := NewRecorder("")
	r.Note(Event{At: 3 * time.Millisecond, Kind: Return, Call: &Call{Name: "connect", Returned: true}})
	later := r.NoteSegment(Server, 2*time.Millisecond, nil, segment.Segment{})
	earlier := r.NoteSegment(Client, time.Millisecond, nil, segment.Segment{})
	r.Sort()
	assert.Equal(t, []*Segment{earlier, later}, r.Segments())
	assert.Equal(t, 1, earlier.Number)
	assert.Equal(t, 2, later.Number)
	assert.Equal(t, "connect() = 0", r.Events[2].Call.Outcome())
}
