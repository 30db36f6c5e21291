package states

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCheckEveryState(t *testing.T) {
	for _, c := range []struct {
		name string
		read []State
		want string // part of the error; empty for none
	}{
		{"active close", []State{SynSent, Established, FinWait1, FinWait2, TimeWait, Closed}, ""},
		{"active close, three segments", []State{SynSent, Established, FinWait1, TimeWait}, ""},
		{"passive close", []State{Listen, SynRecv, Established, CloseWait, LastAck, Closed}, ""},
		{"both at once", []State{SynSent, Established, FinWait1, Closing, TimeWait}, ""},
		{"reset", []State{SynSent, Established, Closed}, ""},
		{"refused", []State{SynSent, Closed}, ""},
		{"nothing read", nil, ""},
		{"a handshake without SYN_SENT", []State{Established}, "ESTABLISHED after CLOSED"},
		{"back again", []State{SynSent, Established, SynSent}, "SYN_SENT after ESTABLISHED"},
		{"a passive close that skips a state", []State{Listen, SynRecv, Established, LastAck}, "LAST_ACK after ESTABLISHED"},
		{"TIME_WAIT without a FIN", []State{SynSent, Established, TimeWait}, "TIME_WAIT after ESTABLISHED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := Check(c.read, true)
			if c.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, c.want)
			assert.ErrorContains(t, err, "RFC 9293")
		})
	}
}

// Where states were read now and then, some in between may be missing; what
// leads back may not.
func TestCheckSomeStates(t *testing.T) {
	assert.NoError(t, Check([]State{Established, TimeWait}, false))
	assert.NoError(t, Check([]State{Listen, Established, Closed}, false))
	assert.ErrorContains(t, Check([]State{Established, LastAck, Established}, false), "ESTABLISHED after LAST_ACK")
	assert.ErrorContains(t, Check([]State{Established, TimeWait, CloseWait}, false), "CLOSE_WAIT after TIME_WAIT")
}

func TestFollows(t *testing.T) {
	on, ok := Follows(SynSent, Established)
	assert.True(t, ok)
	assert.Equal(t, "rcv SYN,ACK, snd ACK", on)
	on, ok = Follows(CloseWait, Closed)
	assert.True(t, ok)
	assert.Equal(t, "RST", on)
	_, ok = Follows(Listen, Established)
	assert.False(t, ok)
}

func TestNames(t *testing.T) {
	assert.Equal(t, "SYN_RECV", FromKernel(3).String())
	assert.Equal(t, "SYN_RECV", FromKernel(12).String(), "TCP_NEW_SYN_RECV")
	assert.Equal(t, "TIME_WAIT", FromKernel(6).String())
	assert.Equal(t, "", Unread.String())
	assert.Equal(t, "?", State(99).String())
}
