package recording

import (
	"bytes"
	"cmp"
	"container/heap"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/capture"
)

// So many packets, and bytes, are held back to put packets in the order of their
// time: a machine with several queues writes an answer before its question now
// and then, but not much before.
const (
	windowMax      = 1024
	windowBytesMax = 4 << 20
)

// reusable is the largest memory of a packet that is used again, in bytes.
const reusable = 4096

// packets hands out the packets of a capture in the order of their time.
type packets struct {
	reader *capture.Reader
	window window
	held   int            // bytes in window
	last   time.Time      // of what was read last: what has no time gets this place
	served capture.Packet // what next returned last: its memory is used again
	free   [][]byte
	err    error // what ended the reading
}

// timed is a packet and its place.
type timed struct {
	capture.Packet
	place time.Time
}

// read returns the next packet of the file, in memory of its own.
func (p *packets) read() (capture.Packet, error) {
	packet, err := p.reader.Next()
	packet.Data = bytes.Clone(packet.Data)
	return packet, err
}

// unread puts back what read returned, and its last error.
func (p *packets) unread(all []capture.Packet, err error) {
	for _, packet := range all {
		p.push(packet)
	}
	p.err = err
}

func (p *packets) push(packet capture.Packet) {
	if !packet.At.IsZero() {
		p.last = packet.At
	}
	p.held += len(packet.Data)
	heap.Push(&p.window, timed{packet, p.last})
}

// next returns the earliest packet that is held back. Its data is valid until
// the next call. The error is that of the file, after all that was read.
func (p *packets) next() (capture.Packet, error) {
	if memory := cap(p.served.Data); memory > 0 && memory <= reusable {
		p.free = append(p.free, p.served.Data[:0])
	}
	for len(p.window) < windowMax && p.held < windowBytesMax && p.err == nil {
		packet, err := p.reader.Next()
		if err != nil {
			p.err = err
			break
		}
		var memory []byte
		if last := len(p.free) - 1; last >= 0 {
			memory, p.free = p.free[last], p.free[:last]
		}
		packet.Data = append(memory, packet.Data...)
		p.push(packet)
	}
	if len(p.window) == 0 {
		p.served = capture.Packet{}
		return p.served, p.err
	}
	p.served = heap.Pop(&p.window).(timed).Packet
	p.held -= len(p.served.Data)
	return p.served, nil
}

// window is a heap, the earliest first, and of the same time in the order of the
// file.
type window []timed

func (w window) Len() int { return len(w) }
func (w window) Less(i, j int) bool {
	return cmp.Or(w[i].place.Compare(w[j].place), cmp.Compare(w[i].Number, w[j].Number)) < 0
}
func (w window) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w *window) Push(x any)   { *w = append(*w, x.(timed)) }
func (w *window) Pop() any {
	last := len(*w) - 1
	x := (*w)[last]
	(*w)[last] = timed{}
	*w = (*w)[:last]
	return x
}
