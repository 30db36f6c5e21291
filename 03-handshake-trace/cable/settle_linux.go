package cable

import "time"

// How often, and for how long, the cable looks whether the programs have
// taken what arrived. The second only matters on a machine that hangs.
const (
	settlePoll  = 100 * time.Microsecond
	settleLimit = 2 * time.Second
)

// lockSettled returns with the lock held, at a moment when both programs wait
// for something.
func (c *Cable) lockSettled() {
	limit := time.Now().Add(settleLimit)
	for {
		c.Lock()
		if c.Settled == nil || c.Settled() || time.Now().After(limit) {
			return
		}
		c.Unlock()
		time.Sleep(settlePoll)
	}
}

// Quiet tells whether nothing more will happen on the cable: no packet is on
// its way and neither end has anything left to send again.
func (c *Cable) Quiet() bool {
	c.Lock()
	defer c.Unlock()
	return c.flying == 0 && c.Ended()
}
