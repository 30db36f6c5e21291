package svg

import (
	"example.com/socket-tutorial/03-handshake-trace/segment"
	"example.com/socket-tutorial/03-handshake-trace/states"
	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

// style gives each class a colour, and another one in the dark. Colours are
// written out, as not every viewer knows CSS variables.
const style = `
text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328}
.paper{fill:#ffffff;stroke:#d1d9e0}
.title{font:600 16px system-ui,-apple-system,"Segoe UI",sans-serif}
.seen,.lesson{font:12.5px system-ui,-apple-system,"Segoe UI",sans-serif}
.head{font-weight:700;font-size:13px}
.seen,.address,.clock,.detail{fill:#6e7781}
.clock,.detail{font-size:10px}
.address.narrow{font-size:8px}.title.narrow{font-size:13px}
.end{text-anchor:end}
.call{fill:#0550ae}
.waiting{stroke:#0550ae;stroke-width:2;opacity:.45}
.label,.detail{paint-order:stroke;stroke:#ffffff;stroke-width:3px;stroke-linejoin:round}
.label{font-weight:600;font-size:11.5px}
.name{font-weight:700;font-size:10px;fill:#ffffff}
.unread{fill:#d1d9e0}
.still{fill:#8c959f}.opening{fill:#bf8700}.open{fill:#1a7f37}.closing{fill:#8250df}.timewait{fill:#0969da}
.break{stroke:#ffffff;stroke-width:3}
.wire{fill:none;stroke-width:1.6}
.syn{fill:#9a6700}.fin{fill:#8250df}.rst,.lost{fill:#cf222e}.data{fill:#1a7f37}.ack{fill:#57606a}
.syn.wire{stroke:#9a6700}.fin.wire{stroke:#8250df}.rst.wire,.lost.wire{stroke:#cf222e}.data.wire{stroke:#1a7f37}.ack.wire{stroke:#8c959f}
.wire{fill:none!important}
.curtain{transform:scaleY(0);transform-box:fill-box;transform-origin:bottom;fill:#ffffff}
@media screen and (prefers-reduced-motion:no-preference){.curtain{animation:play 10s linear}}
@keyframes play{from{transform:none}to{transform:scaleY(0)}}
@media (prefers-color-scheme:dark){
.curtain{fill:#0d1117}
text{fill:#e6edf3}
.paper{fill:#0d1117;stroke:#30363d}
.seen,.address,.clock,.detail{fill:#8b949e}
.call{fill:#79c0ff}
.waiting{stroke:#79c0ff}
.label,.detail,.break{stroke:#0d1117}
.name{fill:#0d1117}
.unread{fill:#30363d}
.still{fill:#8b949e}.opening{fill:#d29922}.open{fill:#3fb950}.closing{fill:#bc8cff}.timewait{fill:#58a6ff}
.syn{fill:#d29922}.fin{fill:#bc8cff}.rst,.lost{fill:#ff7b72}.data{fill:#3fb950}.ack{fill:#adb5be}
.syn.wire{stroke:#d29922}.fin.wire{stroke:#bc8cff}.rst.wire,.lost.wire{stroke:#ff7b72}.data.wire{stroke:#3fb950}.ack.wire{stroke:#768390}
}
`

// stateClass returns the class of a state: what it is a part of.
func stateClass(state states.State) string {
	switch state {
	case states.Listen, states.Closed:
		return "still"
	case states.SynSent, states.SynRecv:
		return "opening"
	case states.Established:
		return "open"
	case states.TimeWait:
		return "timewait"
	}
	return "closing"
}

// segmentClass returns the class of a segment: what it does.
func segmentClass(s *timeline.Segment) string {
	switch {
	case s.Flags.Has(segment.RST):
		return "rst"
	case s.Flags.Has(segment.SYN):
		return "syn"
	case s.Flags.Has(segment.FIN):
		return "fin"
	case s.Length > 0:
		return "data"
	}
	return "ack"
}
