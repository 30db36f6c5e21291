package check

// Restart kills the program while c is connected, closes c, and leaves it to
// the next Connect to start the program again on the same port. The program's
// side has closed first, so its address is in TIME_WAIT then. It skips the
// check where the port is fixed: what follows would find it taken for a minute.
func (t *T) Restart(c *Conn) {
	if t.runner.Addr != "" {
		t.Skip("the port is fixed, and would be taken for a minute")
	}
	t.process.Stop()
	t.process, t.restarted = nil, true
	c.end(Patience)
	c.tcp.Close()
	t.Note("the program is killed, and started again on the same port")
}
