//go:build unix && !linux

package endpoint

// noSignal is nothing here: Go's runtime ignores SIGPIPE on sockets.
const noSignal = 0

// Nobody asks which thread it is, or what it does: there is no cable here, and
// threads share their descriptors.
func threadID() int     { return 0 }
func inKernel(int) bool { return true }
func unshareFiles()     {}
