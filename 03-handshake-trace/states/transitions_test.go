package states

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// read are states of an end that has sent and received no RST.
func read(states ...State) []Read {
	var all []Read
	for _, state := range states {
		all = append(all, Read{State: state})
	}
	return all
}

// reset are states of an end at which an RST was seen before the last of them.
func reset(states ...State) []Read {
	all := read(states...)
	all[len(all)-1].Reset = true
	return all
}

func TestCheckEveryState(t *testing.T) {
	for _, c := range []struct {
		name string
		read []Read
		want string // part of the error; empty for none
	}{
		{"active close", read(SynSent, Established, FinWait1, FinWait2, TimeWait, Closed), ""},
		{"active close, three segments", read(SynSent, Established, FinWait1, TimeWait), ""},
		{"passive close", read(Listen, SynRecv, Established, CloseWait, LastAck, Closed), ""},
		{"both at once", read(SynSent, Established, FinWait1, Closing, TimeWait), ""},
		{"reset", reset(SynSent, Established, Closed), ""},
		{"reset while closing", reset(SynSent, Established, FinWait1, FinWait2, Closed), ""},
		{"refused", reset(SynSent, Closed), ""},
		{"nothing read", nil, ""},
		{"a handshake without SYN_SENT", read(Established), "ESTABLISHED after CLOSED"},
		{"back again", read(SynSent, Established, SynSent), "SYN_SENT after ESTABLISHED"},
		{"a passive close that skips a state", read(Listen, SynRecv, Established, LastAck), "LAST_ACK after ESTABLISHED"},
		{"TIME_WAIT without a FIN", read(SynSent, Established, TimeWait), "TIME_WAIT after ESTABLISHED"},
		{"gone without a reset", read(SynSent, Established, Closed), "CLOSED after ESTABLISHED"},
		{"gone in the middle of a close", read(Listen, SynRecv, Established, CloseWait, Closed), "CLOSED after CLOSE_WAIT"},
		{"CLOSED twice", reset(Closed), "CLOSED after CLOSED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps, err := Check(c.read, true)
			if c.want == "" {
				assert.NoError(t, err)
				assert.Len(t, steps, len(c.read))
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
	some := func(states ...State) error {
		_, err := Check(read(states...), false)
		return err
	}
	assert.NoError(t, some(Established, TimeWait))
	assert.NoError(t, some(Listen, Established, Closed))
	assert.ErrorContains(t, some(Established, LastAck, Established), "ESTABLISHED after LAST_ACK")
	assert.ErrorContains(t, some(Established, TimeWait, CloseWait), "CLOSE_WAIT after TIME_WAIT")
}

// The figure has an arrow for most steps, a note for two kinds.
func TestFollows(t *testing.T) {
	step, ok := Follows(SynSent, Established, false)
	assert.True(t, ok)
	assert.Equal(t, Transition{SynSent, Established, "rcv SYN,ACK, snd ACK", 0}, step)
	step, ok = Follows(FinWait1, TimeWait, false)
	assert.True(t, ok)
	assert.Equal(t, 2, step.Note)
	step, ok = Follows(CloseWait, Closed, true)
	assert.True(t, ok)
	assert.Equal(t, Transition{CloseWait, Closed, "RST", 3}, step)
	step, _ = Follows(SynSent, Closed, true)
	assert.Equal(t, 3, step.Note, "refused")
	_, ok = Follows(CloseWait, Closed, false)
	assert.False(t, ok)
	_, ok = Follows(Listen, Established, false)
	assert.False(t, ok)
}

func TestClaim(t *testing.T) {
	arrow, both, reset, cookie := Transition{}, Transition{Note: 2}, Transition{Note: 3}, Transition{Note: SYNCookie}
	for _, test := range []struct {
		steps []Transition
		want  string
	}{
		{[]Transition{arrow, arrow}, "All 2 changes of state are arrows of RFC 9293, figure 5."},
		{[]Transition{arrow, both}, "All 2 changes of state are in RFC 9293, figure 5: 1 arrow, and 1 by its note 2 (a FIN that acknowledges ours as well)."},
		{[]Transition{arrow, arrow, reset, reset}, "All 4 changes of state are in RFC 9293, figure 5: 2 arrows, and 2 by its note 3 (a reset ends every state: section 3.10)."},
		{[]Transition{arrow, cookie, arrow, both}, "Of 4 changes of state one is in no figure (a SYN cookie: RFC 4987, section 3.6); " +
			"the others are in RFC 9293, figure 5: 2 arrows, and 1 by its note 2 (a FIN that acknowledges ours as well)."},
	} {
		assert.Equal(t, test.want, Claim(test.steps).String())
	}
}

func TestNames(t *testing.T) {
	assert.Equal(t, "SYN_RECV", FromKernel(3).String())
	assert.Equal(t, "SYN_RECV", FromKernel(12).String(), "TCP_NEW_SYN_RECV")
	assert.Equal(t, "TIME_WAIT", FromKernel(6).String())
	assert.Equal(t, "", Unread.String())
	assert.Equal(t, "?", State(99).String())
}

// A listener that kept nothing of the SYN has no SYN_RECV.
func TestSYNCookie(t *testing.T) {
	read := []Read{{State: Listen}, {State: Established, Answered: true}}
	steps, err := Check(read, true)
	assert.NoError(t, err)
	assert.Equal(t, SYNCookie, steps[1].Note)
	read[1].Answered = false
	_, err = Check(read, true)
	assert.ErrorContains(t, err, "ESTABLISHED after LISTEN", "without a SYN,ACK it is none")
}
