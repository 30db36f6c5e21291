//go:build unix && !linux

package endpoint

// noSignal is nothing here: Go's runtime ignores SIGPIPE on sockets.
const noSignal = 0

// Thread and inKernel are not asked on these systems, which have no cable.
func Thread() int { return 0 }

func inKernel(int) bool { return true }
