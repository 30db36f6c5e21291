// Package cable is a network cable made of Go. Each end has a network
// namespace of its own with one interface in it; the program takes IP packets
// from one and writes them to the other, a delay later. In between both ends
// run the kernel's own TCP.
package cable

import (
	"net/netip"
	"slices"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/sockdiag"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// The two ends' addresses, in a network of two.
var (
	clientAddress = netip.MustParseAddr("10.0.0.1")
	serverAddress = netip.MustParseAddr("10.0.0.2")
)

// Port is where the server listens: the article's.
const Port = 5000

// inFlightMax bounds the packets on the cable. A scenario has a handful there.
const inFlightMax = 256

// Cable is one cable. Fill in the fields, Attach both ends, then Start.
type Cable struct {
	*timeline.Recorder
	Kind  Kind
	Delay time.Duration // each way
	// Lose, if not nil, decides whether a segment is lost on the way.
	Lose func(from timeline.End, s segment.Segment) bool
	// Hold, if not nil, is asked about each segment that is about to arrive, and
	// waited for; where it returns false the segment is lost.
	Hold func(*timeline.Segment) bool
	// Prepare, if not nil, is called in each end's namespace before anything is
	// sent.
	Prepare func() error
	// ProgramsWait reports whether both programs wait for something. No segment
	// arrives before, so that what one causes is noted before the next.
	ProgramsWait func() bool

	side     [2]side
	clock    clock
	flight   chan *parcel
	wire     []*parcel                  // what is in flight, in the order in which it left
	repeated map[*timeline.Segment]bool // whose repetition was noted
	closing  chan struct{}
	closed   bool
}

// side is what the cable has of one end's namespace.
type side struct {
	device *device
	watch  *sockdiag.Watch
}

// parcel is a packet on its way. Its segment is nil if nobody follows it.
type parcel struct {
	packet  []byte
	segment *timeline.Segment
	to      timeline.End
	due     time.Duration // by the cable's clock
	instead *parcel       // what is sent if this one is lost: it was kept back
}

// New returns a cable that notes on recorder what it carries.
func New(recorder *timeline.Recorder, kind Kind, delay time.Duration) *Cable {
	recorder.Address[timeline.Server] = netip.AddrPortFrom(serverAddress, Port)
	return &Cable{
		Recorder: recorder, Kind: kind, Delay: delay, clock: clock{start: time.Now()},
		flight: make(chan *parcel, inFlightMax), repeated: map[*timeline.Segment]bool{}, closing: make(chan struct{}),
	}
}

// Attach gives the calling thread a network namespace of its own, with this
// end of the cable in it. The goroutine must be locked to its thread and stay
// so: the thread ends with it, the namespace with its last socket and device.
func (c *Cable) Attach(end timeline.End) error {
	if err := namespace.Enter(); err != nil {
		return err
	}
	if c.Prepare != nil {
		if err := c.Prepare(); err != nil {
			return err
		}
	}
	address := clientAddress
	if end == timeline.Server {
		address = serverAddress
	}
	device, err := openDevice(c.Kind, address)
	if err != nil {
		return err
	}
	c.side[end].device = device
	c.side[end].watch, err = sockdiag.NewWatch(c.Recorder, end)
	return err
}

// Start begins to carry packets, until Close.
func (c *Cable) Start() {
	for end := range c.side {
		go c.side[end].device.EachReadable(func() {
			c.Lock()
			defer c.Unlock()
			c.Observe(timeline.End(end))
		})
	}
	go c.carry()
}

// Close takes the cable away. The kernel removes the namespaces with their
// interfaces when the threads in them have ended.
func (c *Cable) Close() {
	close(c.closing)
	c.Lock()
	c.closed = true // nobody begins to read or write any more
	c.Unlock()
	for _, side := range c.side {
		if side.device != nil {
			side.device.Close() // waits for Observe, and so not under the lock
		}
		side.watch.Close()
	}
}

// Quiet reports whether nothing more will happen on the cable: no packet is on
// its way and neither end has anything left to send again. What is held counts
// no more once the client has given up.
func (c *Cable) Quiet() bool {
	c.Lock()
	defer c.Unlock()
	return (len(c.wire) == 0 || c.timedOut()) && c.Ended()
}

func (c *Cable) timedOut() bool {
	return slices.ContainsFunc(c.Events, func(e timeline.Event) bool {
		return e.Kind == timeline.Return && e.End == timeline.Client && e.Call.Errno == "ETIMEDOUT"
	})
}
