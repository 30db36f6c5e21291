package words_test

import (
	"os"
	"testing"

	"example.com/socket-tutorial/03-handshake-trace/page"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/lang/langtest"
)

// Every sentence that can reach a reader is there in every language.
func TestEverySentence(t *testing.T) {
	langtest.Check(t, langtest.Program{
		Dir: "..", Files: os.DirFS("."),
		Says: map[string][]lang.Format{
			"own":     page.Formats(),
			"restore": {}, // what the means say of themselves, back from a recording
		},
		Plain: []string{
			"<", "{{", "default-src", "text{font:", "label lost", "seen end", // HTML and SVG
			"sends segment", "receives segment", "loses segment", "repeats segment", // in a recording
			"section header", "interface description", "packet block", // pcapng's names
			"tfo cookie", "not verified", // tcpdump's, and JSON's
			"timeout of 2 MSL", "rcv ACK of", // the figure's
			"is anybody in there",     // a program's
			"tap on lo", "veth pairs", // names of files and kinds
		},
	})
}
