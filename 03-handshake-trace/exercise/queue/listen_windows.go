package queue

import "golang.org/x/sys/windows"

// Listen listens at a free port of 127.0.0.1 and returns it. net.Listen would
// choose the backlog itself; the socket stays open until the program ends.
func Listen(backlog int) (port int, err error) {
	var data windows.WSAData
	if err := windows.WSAStartup(0x202, &data); err != nil {
		return 0, err
	}
	socket, err := windows.Socket(windows.AF_INET, windows.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	if err := windows.Bind(socket, &windows.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, err
	}
	if err := windows.Listen(socket, backlog); err != nil {
		return 0, err
	}
	address, err := windows.Getsockname(socket)
	if err != nil {
		return 0, err
	}
	return address.(*windows.SockaddrInet4).Port, nil
}
