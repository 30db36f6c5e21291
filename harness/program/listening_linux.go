package program

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// KnowsListening reports whether Listening knows.
const KnowsListening = true

// Listening returns the addresses at which the program, or what it has started,
// listens for TCP connections now.
func (p *Process) Listening() []netip.AddrPort {
	sockets := listeners()
	var found []netip.AddrPort
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		folder := filepath.Join("/proc", strconv.Itoa(pid), "fd")
		descriptors, err := os.ReadDir(folder)
		if err != nil {
			continue // it has ended, or is somebody else's
		}
		for _, descriptor := range descriptors {
			target, err := os.Readlink(filepath.Join(folder, descriptor.Name()))
			if err != nil {
				continue
			}
			if addr, listens := sockets[target]; listens && !slices.Contains(found, addr) {
				found = append(found, addr)
			}
		}
	}
	return found
}

// listeners returns the address of each listening TCP socket by the name that
// it has in /proc/PID/fd: socket:[INODE].
func listeners() map[string]netip.AddrPort {
	all := map[string]netip.AddrPort{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			const listen = "0A" // the state in proc(5)'s table
			fields := strings.Fields(line)
			if len(fields) < 10 || fields[3] != listen {
				continue
			}
			if addr, ok := kernelAddress(fields[1]); ok {
				all["socket:["+fields[9]+"]"] = addr
			}
		}
	}
	return all
}

// kernelAddress reads ADDRESS:PORT as the kernel writes it: the address in words
// of 32 bits, each in the byte order of the machine, the port as a number.
func kernelAddress(text string) (netip.AddrPort, bool) {
	host, port, _ := strings.Cut(text, ":")
	number, err := strconv.ParseUint(port, 16, 16)
	if err != nil {
		return netip.AddrPort{}, false
	}
	raw, err := hex.DecodeString(host)
	if err != nil {
		return netip.AddrPort{}, false
	}
	if isLittleEndian {
		for word := range slices.Chunk(raw, 4) {
			slices.Reverse(word)
		}
	}
	addr, ok := netip.AddrFromSlice(raw)
	return netip.AddrPortFrom(addr.Unmap(), uint16(number)), ok
}

// isLittleEndian is true where the first byte of a number is its last.
var isLittleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1
