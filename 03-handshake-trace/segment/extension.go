package segment

import "fmt"

// IPv6's extension headers, RFC 8200 section 4, by their Next Header number.
// Others lead nowhere: behind ESP (50) everything is encrypted.
const (
	hopByHopOptions    = 0
	routing            = 43
	fragment           = 44
	authentication     = 51
	destinationOptions = 60
)

// minExtension is the length of the shortest extension header, in bytes.
const minExtension = 8

// skipExtensionHeaders moves d to the first header that is no extension.
//
// A shortcut is taken: while a Routing header has addresses left to visit, the
// last of them is the one that TCP's checksum covers (RFC 8200, section 8.1),
// and here such a segment counts as damaged.
func (d *datagram) skipExtensionHeaders() error {
	for isExtension(d.protocol) {
		if len(d.data) < minExtension {
			return fmt.Errorf("IPv6 extension header %d: cut short at %d bytes of at least %d", d.protocol, len(d.data), minExtension)
		}
		if d.protocol == fragment && isPart(d.data) {
			return fmt.Errorf("%w: identification %d", ErrFragment, byteOrder.Uint32(d.data[4:]))
		}
		size := extensionLength(d.protocol, d.data[1])
		if size > len(d.data) {
			return fmt.Errorf("IPv6 extension header %d: cut short at %d bytes of %d", d.protocol, len(d.data), size)
		}
		d.protocol = d.data[0] // each begins with the number of the next
		d.data = d.data[size:]
		d.length -= size
	}
	return nil
}

func isExtension(nextHeader uint8) bool {
	switch nextHeader {
	case hopByHopOptions, routing, fragment, authentication, destinationOptions:
		return true
	}
	return false
}

// isPart reports whether a Fragment header is that of a part. One with offset
// 0 and no more to come is legal, and around a whole packet (RFC 6946).
func isPart(header []byte) bool {
	const reserved = 0b110
	return byteOrder.Uint16(header[2:])&^reserved != 0
}

// extensionLength returns the length of an extension header in bytes. Its
// second byte, Hdr Ext Len, counts units that differ.
func extensionLength(nextHeader, hdrExtLen uint8) int {
	switch nextHeader {
	case fragment:
		return 8 // it has no such field
	case authentication:
		return (int(hdrExtLen) + 2) * 4 // RFC 4302, section 2.2
	}
	return (int(hdrExtLen) + 1) * 8
}
