package handshaketrace

import (
	"regexp"
	"slices"
	"strings"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
)

// ladderRow is one line of a ladder: what stands left of the segments, at the
// client, what stands right of them, at the server, and the segment that leaves
// an end on this line, as "client SYN", or "".
type ladderRow struct{ client, server, leaves string }

var (
	ladderLine = regexp.MustCompile(`^([^│├◀]*)[│├◀](.*)[│┤▶]([^│┤▶]*)$`)
	fromClient = regexp.MustCompile(`├ \d+ ([A-Z,]+) seq=`)
	fromServer = regexp.MustCompile(` \d+ ([A-Z,]+) seq=.*┤`)
	clock      = regexp.MustCompile(`^ *\d+\.\d `)
)

// ladder takes apart what a program has printed. Lines that belong to no
// ladder are left out.
func ladder(printed string) []ladderRow {
	var rows []ladderRow
	for _, line := range strings.Split(printed, "\n") {
		parts := ladderLine.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		row := ladderRow{
			client: strings.TrimSpace(clock.ReplaceAllString(parts[1], "")),
			server: strings.TrimSpace(parts[3]),
		}
		if sent := fromClient.FindStringSubmatch(line); sent != nil {
			row.leaves = "client " + withoutPush(sent[1])
		} else if sent := fromServer.FindStringSubmatch(line); sent != nil {
			row.leaves = "server " + withoutPush(sent[1])
		}
		rows = append(rows, row)
	}
	return rows
}

// withoutPush leaves PSH out, which is advice and not part of any story.
func withoutPush(flags string) string { return strings.TrimPrefix(flags, "PSH,") }

// observed runs a scenario and returns its ladder. It skips the check for a
// program that runs none, as the exercise, and where no wire can be observed.
func observed(t *check.T, words ...string) []ladderRow {
	if t.Run("-s", "list") != 0 {
		t.Skip("this program takes headers apart and runs no scenario (-s list fails)")
	}
	if t.Run(words...) != 0 {
		t.Fail("wanted exit status 0")
	}
	seen, _, _ := strings.Cut(t.Stdout(), "\n")
	if !onWire(seen) {
		t.Skip("no wire can be observed here: %s", seen)
	}
	rows := ladder(t.Stdout())
	if len(rows) == 0 {
		t.Fail("wanted a ladder on stdout: lines with │ around the segments")
	}
	return rows
}

// onWire reports whether the first line of a run says that it observed a wire, in
// the reader's language. A line that speaks of what was once recorded on one does
// not.
func onWire(seen string) bool {
	return strings.HasPrefix(seen, "Observed on a wire") || strings.HasPrefix(seen, "观察方式：网线")
}

// expectInOrder wants each of these among the ladder's entries, one after the
// other; others may stand between them.
func expectInOrder(t *check.T, told lang.Format, rows []ladderRow, entry func(ladderRow) string, wanted ...string) {
	var entries []string
	for _, row := range rows {
		if text := entry(row); text != "" {
			entries = append(entries, text)
		}
	}
	t.Note(told, strings.Join(entries, " · "))
	for _, want := range wanted {
		at := slices.IndexFunc(entries, func(text string) bool { return strings.Contains(text, want) })
		if at < 0 {
			t.Fail("wanted %s", inOrder(wanted))
		}
		entries = entries[at+1:]
	}
}

// inOrder lists what follows each other.
func inOrder(items []string) lang.Text {
	listed := lang.Verbatim(items[0])
	for _, item := range items[1:] {
		listed = lang.Say("%s, then %s", listed, item)
	}
	return listed
}

func atClient(r ladderRow) string { return r.client }
func atServer(r ladderRow) string { return r.server }
func leaving(r ladderRow) string  { return r.leaves }
