package ladder

import (
	"github.com/fatih/color"

	"example.com/socket-tutorial/03-handshake-trace/segment"
)

// One colour for each kind of thing. On anything but a terminal, and with
// NO_COLOR, they are none.
var (
	callColour  = color.New(color.FgCyan)
	stateColour = color.New(color.FgGreen, color.Bold)
	openColour  = color.New(color.FgYellow)
	dataColour  = color.New(color.FgWhite)
	closeColour = color.New(color.FgMagenta)
	resetColour = color.New(color.FgRed)
)

// colourOf tells opening, closing, resetting and other segments apart.
func colourOf(flags segment.Flags) *color.Color {
	switch {
	case flags.Has(segment.RST):
		return resetColour
	case flags.Has(segment.SYN):
		return openColour
	case flags.Has(segment.FIN):
		return closeColour
	}
	return dataColour
}
