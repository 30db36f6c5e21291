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
	var found []netip.AddrPort
	for _, pid := range append(p.family(), p.cmd.Process.Pid) {
		found = append(found, listensAt(pid)...)
	}
	slices.SortFunc(found, netip.AddrPort.Compare)
	return slices.Compact(found)
}

// GroupListens reports whether a process of this group listens for TCP
// connections, in whatever network namespace.
func GroupListens(group int) bool {
	return slices.ContainsFunc(processes(), func(s stat) bool {
		return s.group == group && len(listensAt(s.pid)) > 0
	})
}

// listensAt returns the addresses at which a process listens. It has none that
// can be told where it has ended, or is somebody else's.
func listensAt(pid int) (found []netip.AddrPort) {
	process := filepath.Join("/proc", strconv.Itoa(pid))
	descriptors, _ := os.ReadDir(filepath.Join(process, "fd"))
	if len(descriptors) == 0 {
		return nil
	}
	sockets := listeners(process)
	for _, descriptor := range descriptors {
		target, err := os.Readlink(filepath.Join(process, "fd", descriptor.Name()))
		if err != nil {
			continue
		}
		if addr, listens := sockets[target]; listens && !slices.Contains(found, addr) {
			found = append(found, addr)
		}
	}
	return found
}

// listeners returns the address of each listening TCP socket in the network
// namespace of process, a folder of /proc, by the name that it has in
// /proc/PID/fd: socket:[INODE].
func listeners(process string) map[string]netip.AddrPort {
	all := map[string]netip.AddrPort{}
	for _, table := range []string{"tcp", "tcp6"} {
		text, err := os.ReadFile(filepath.Join(process, "net", table))
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
