package ladder

import (
	"os"

	"golang.org/x/sys/windows"
)

// Columns returns the width of the console that file is, or 100 if it is none.
func Columns(file *os.File) int {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(file.Fd()), &info); err != nil {
		return wide
	}
	return int(info.Window.Right-info.Window.Left) + 1
}
