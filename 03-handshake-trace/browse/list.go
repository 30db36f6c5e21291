package browse

import (
	"fmt"
	"strings"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// listed is how many connections are listed at most.
const listed = 200

// list prints the connections that were asked for, or all.
func (v *view) list() {
	if len(v.Connections) == 1 {
		v.say("1 connection. -conn N draws another one, -port N the first with this port.")
	} else {
		v.say("%d connections. -conn N draws another one, -port N the first with this port.", len(v.Connections))
	}
	fmt.Fprintln(v.out)
	rows := [][]string{{}}
	for _, name := range []lang.Format{"conn", "client", "server", "segments", "bytes", "answered", "end"} {
		rows[0] = append(rows[0], lang.Say(name).In(v.Language))
	}
	for _, c := range v.Connections {
		if v.Port > 0 && v.chosen != nil && !v.chooses(c) || len(rows) > listed {
			continue
		}
		rows = append(rows, []string{
			fmt.Sprint(c.Number), c.Address[timeline.Client].String(), c.Address[timeline.Server].String(),
			fmt.Sprint(c.Segments[0] + c.Segments[1]), fmt.Sprint(c.Bytes[timeline.Client]), fmt.Sprint(c.Bytes[timeline.Server]),
			lang.Say(c.Ended()).In(v.Language),
		})
	}
	v.table(rows)
	if len(rows) > listed && len(v.Connections) > listed {
		v.say("The first %d are listed.", listed)
	}
	fmt.Fprintln(v.out)
}

// table writes rows in columns, each as wide as its widest cell and two more;
// numbers end below one another.
func (v *view) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], lang.Width(cell))
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			fmt.Fprintf(v.out, "%s%s", strings.Repeat(" ", 2+widths[i]-lang.Width(cell)), cell)
		}
		fmt.Fprintln(v.out)
	}
}

// account says what was not shown, and why.
func (v *view) account() {
	for _, reason := range v.LeftOut {
		v.say("Not shown: %s, %s (the first is packet %d).", words.Packets(reason.Count), reason.What, reason.First)
	}
	if v.More > 0 {
		v.say("Not told apart: %s of connections beyond the first %d.", words.Segments(v.More), len(v.Connections))
	}
	if v.Late > 0 {
		v.say("Far behind their time in the file, and so at the time of the one before: %s.", words.Segments(v.Late))
	}
}
