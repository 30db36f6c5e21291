package segment

import "strings"

// Flags are the control bits of the TCP header.
type Flags uint8

// The control bits, RFC 9293 section 3.1, from the last to the first.
const (
	FIN Flags = 1 << iota // no more data from the sender
	SYN                   // synchronize sequence numbers
	RST                   // reset the connection
	PSH                   // hand the data on to the program without waiting
	ACK                   // the Acknowledgment Number counts
	URG                   // the Urgent Pointer counts
	ECE                   // RFC 3168: the network was congested
	CWR                   // RFC 3168: and the sender has slowed down
)

var flagNames = [8]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"}

// Has reports whether all bits of wanted are set.
func (f Flags) Has(wanted Flags) bool { return f&wanted == wanted }

// String returns the names of the bits that are set, as in "SYN,ACK", or
// "none".
func (f Flags) String() string {
	var names []string
	for i, name := range flagNames {
		if f.Has(1 << i) {
			names = append(names, name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ",")
}
