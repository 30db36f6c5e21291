package endpoint

import (
	"errors"
	"net/netip"
)

// A scenario is known on every system and run on those that are Unix: on
// Windows no program makes a call, and what was recorded is shown.

func socket() (int, error)                     { return -1, errors.ErrUnsupported }
func reuseAddr(int) error                      { return errors.ErrUnsupported }
func lingerZero(int) error                     { return errors.ErrUnsupported }
func bind(int, netip.AddrPort) error           { return errors.ErrUnsupported }
func listen(int, int) error                    { return errors.ErrUnsupported }
func accept(int) (int, netip.AddrPort, error)  { return -1, netip.AddrPort{}, errors.ErrUnsupported }
func connect(int, netip.AddrPort) error        { return errors.ErrUnsupported }
func localAddress(int) (netip.AddrPort, error) { return netip.AddrPort{}, errors.ErrUnsupported }
func send(int, []byte) (int, error)            { return -1, errors.ErrUnsupported }
func recv(int, []byte) (int, error)            { return -1, errors.ErrUnsupported }
func shutdownWrite(int) error                  { return errors.ErrUnsupported }
func closeSocket(int) error                    { return errors.ErrUnsupported }
func errnoName(err error) string               { return err.Error() }
func threadID() int                            { return 0 }
func inKernel(int) bool                        { return true }
func unshareFiles()                            {}
