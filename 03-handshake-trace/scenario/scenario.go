// Package scenario holds what there is to see: for each thing a pair of
// little programs that are run at the two ends, and what their trace teaches.
package scenario

import "example.com/socket-tutorial/03-handshake-trace/timeline"

// Scenario is one thing to see.
type Scenario struct {
	Name   string
	Lesson string // in one line
	// Tell are the sentences under the ladder, in order. Each is computed
	// from the trace, and empty where the trace does not show it.
	Tell []func(*timeline.Trace) string
	Slow bool // takes several seconds
	// Nth is the connection to record, in the order in which they are made;
	// 0 is the first.
	Nth int
}

// All are the scenarios, in the order in which they are best read; what is
// slow comes last.
var All = []Scenario{
	{Name: "echo", Lesson: "the article's story: handshake, Hello both ways, close",
		Tell: tell(handshake, closing, timeWait)},
	{Name: "noaccept", Lesson: "connect and send succeed though accept is never called",
		Tell: tell(neverAccepted, establishedFirst, abandoned)},
	{Name: "refused", Lesson: "nobody listens: the answer to the SYN is a reset",
		Tell: tell(refusal)},
	{Name: "rstunread", Lesson: "closing with unread data resets the connection",
		Tell: tell(unread, noTimeWait)},
	{Name: "linger0", Lesson: "SO_LINGER 0 makes close a reset: no FIN, and no TIME_WAIT",
		Tell: tell(aborted, noTimeWait)},
	{Name: "halfclose", Lesson: "shutdown(SHUT_WR) closes one direction; the other goes on",
		Tell: tell(halfOpen, closing)},
	{Name: "fin4", Lesson: "the textbook's close in four segments; often there are three",
		Tell: tell(closing, timeWait)},
	{Name: "timewait", Lesson: "whoever closes first holds TIME_WAIT, and with it the port",
		Tell: tell(timeWait, portHeld, portReused)},
	{Name: "simclose", Lesson: "both ends close at once: CLOSING, and TIME_WAIT on both",
		Tell: tell(bothClose, bothWait)},
	{Name: "losesyn", Lesson: "the first SYN is lost: connect only takes a second longer",
		Tell: tell(loss, connectTook)},
	{Name: "losesynack", Lesson: "the SYN,ACK is lost: the client cannot tell this from a lost SYN",
		Tell: tell(loss, connectTook)},
	{Name: "loseack", Lesson: "the handshake's third segment is lost: data carries its ACK",
		Tell: tell(ackReplaced, establishedFirst)},
	{Name: "losedata", Lesson: "Hello is lost and sent again; the programs do not notice",
		Tell: tell(loss, sentIsNotReceived)},
	{Name: "loselastack", Lesson: "the last ACK is lost: what TIME_WAIT is for",
		Tell: tell(timeWaitAnswers)},
	{Name: "backlog", Lesson: "backlog 1 holds two; the third waits for accept",
		Tell: tell(resentSYN, roomMade), Slow: true, Nth: 3},
}

func tell(sentences ...func(*timeline.Trace) string) []func(*timeline.Trace) string {
	return sentences
}

// Tells returns the sentences that a trace of this scenario supports.
func (s Scenario) Tells(t *timeline.Trace) []string {
	var said []string
	for _, sentence := range s.Tell {
		if text := sentence(t); text != "" {
			said = append(said, text)
		}
	}
	return said
}

// Find returns the scenario of that name. If there is none it returns the one
// whose name takes the fewest changes, and false.
func Find(name string) (nearest Scenario, ok bool) {
	best := 0
	for i, s := range All {
		changes := distance(name, s.Name)
		if changes == 0 {
			return s, true
		}
		if i == 0 || changes < best {
			nearest, best = s, changes
		}
	}
	return nearest, false
}

// distance is Levenshtein's: the letters to insert, remove or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
