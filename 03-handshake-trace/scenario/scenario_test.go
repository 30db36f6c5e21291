package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/03-handshake-trace/timeline"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, nearest string }{
		{"ecko", "echo"}, {"Echo", "echo"}, {"noacept", "noaccept"}, {"finn4", "fin4"},
		{"losesynak", "losesynack"}, {"time-wait", "timewait"}, {"", "echo"},
	} {
		nearest, ok := Find(c.name)
		assert.False(t, ok, c.name)
		assert.Equal(t, c.nearest, nearest.Name, c.name)
	}
	for _, s := range All {
		found, ok := Find(s.Name)
		assert.True(t, ok)
		assert.Equal(t, s.Name, found.Name)
	}
}

// Of a trace in which nothing happened nothing is said: no sentence stands
// without having been seen.
func TestNothingIsSaidOfNothing(t *testing.T) {
	for _, s := range All {
		assert.Empty(t, s.Tells(&timeline.Trace{}), s.Name)
	}
}
