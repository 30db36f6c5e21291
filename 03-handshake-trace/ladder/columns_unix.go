//go:build unix

package ladder

import (
	"os"

	"golang.org/x/sys/unix"
)

// Columns returns the width of the terminal that file is, or 100 if it is none.
func Columns(file *os.File) int {
	size, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 {
		return wide
	}
	return int(size.Col)
}
