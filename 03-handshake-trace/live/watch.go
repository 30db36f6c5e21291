// Package live shows the connections to one port of lo while they happen,
// whoever makes them.
package live

import (
	"io"
	"os"

	"example.com/socket-tutorial/harness/lang"
)

// Options are what Watch is asked for.
type Options struct {
	Port      uint16
	Out       io.Writer
	Language  lang.Language
	Columns   int              // of the terminal
	Directory string           // for files of each connection; empty for none
	Stop      <-chan os.Signal // ends it
}
