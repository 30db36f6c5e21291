package means

import (
	"os"
	"testing"

	"example.com/socket-tutorial/03-handshake-trace/namespace"
	"example.com/socket-tutorial/harness/stagetest"
)

// The tests of an ordinary user run as root of a user namespace, where that is
// allowed. Where it is not, those that need a network of their own say so.
func TestMain(m *testing.M) {
	if os.Geteuid() != 0 {
		if done, _ := namespace.RunChild(); done {
			return
		}
	}
	if namespace.InChild() {
		namespace.ReportToParent("")
		_ = namespace.SwitchOn("lo") // of the child's network namespace
	}
	stagetest.SideBySide(8) // runs, which wait for the kernels' timers
	os.Exit(m.Run())
}

// theWire returns the wire with these options, or skips where there is none.
func theWire(t testing.TB, o Options) Means {
	var why error
	for _, m := range allMeans {
		m.options = o
		if m.Mode != "wire" {
			break
		}
		if why = m.try(); why == nil {
			return m
		}
	}
	t.Skipf("no wire here: %v", why)
	return Means{}
}
