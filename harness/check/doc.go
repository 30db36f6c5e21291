// Package check is what a table of checks is written in: a check connects to
// the program under check, sends and receives bytes, and says what it wanted.
// Each action is recorded, so a failure is told as the steps that led to it.
//
// What is said is a lang.Format, a whole sentence in English, which the files of
// package words have in other languages.
//
// Who adds a check finds the words here. HTTP has more of them, in package
// stages/http1.
//
// The program is a server:
//
//	c := t.Connect()           starts the program, the first time, and connects
//	t.Restart(c)               kills it and has it started again on the same port
//	t.Interrupt()              Ctrl-C
//
// The program is a client, or a command that ends by itself:
//
//	t.Listen(); t.Start()      the program will connect to us
//	c := t.Accept()            and here it is
//	status := t.Run(words...)  starts it with words behind its own, and waits
//	t.ExpectExit(0)            it ends by itself, with this status
//
// Send:
//
//	c.Send("GET /ec", "ho\n")  each piece by itself
//	c.SendBytewise(text)       a byte at a time
//	c.Taken()                  until it is received, or is left unread for a moment
//	c.Pour(text)               without receiving, until the buffers are full
//	c.SendUntilStalled(a, b)   the same with a; then b must come
//	c.CloseWrite()             half-close: we have sent all, and still read
//	c.Close(), c.Reset()       FIN and RST, both ends of the stream at once
//	c.Pause(d)                 silence
//
// Expect waits, up to Patience, and fails at the first wrong byte:
//
//	c.Expect("hello")          these bytes come next, in any pieces
//	c.ExpectClose()            the peer closed: FIN, and no byte before it
//	c.ExpectEnd()              the peer closed or reset, and no byte before it
//	c.ExpectNothing()          the peer sent nothing more; it may have closed
//	c.ExpectOpen(d)            the peer sent nothing, and did not close, for d
//	c.ExpectWaiting(d)         the same, and FIN may have come: the program still runs
//	c.Finished()               whether FIN has come; then we close, too, as a server does
//	c.Rest()                   whatever comes up to the close or reset
//	t.ExpectStdout(re, words)  it prints what matches; ExpectStderr
//	t.ExpectOpenFiles(n)       it has no more files open than that; OpenFiles
//	t.ExpectText(says, …)      a text that grows becomes what it must be
//	t.Until(done)              whether done says so before Patience is over
//
// What the system says of the program, where there is /proc:
//
//	t.ExpectIdle(words)        it waits in the kernel
//	t.Descriptors()            how many it has open
//	t.ExpectDescriptors(n, w)  it has about so many, soon
//	t.ExpectNoStackTrace(w)    it prints none
//	t.ExpectNoZombies()        it has waited for the processes that it has started
//
// Ready-made material:
//
//	t.Letters(5), t.Bytes(99)  random, so that no answer can be prepared
//	t.File(name, content)      a file in t.Dir, the directory that is served
//	t.Must(err)                the check itself could not do what it needs
//
// Tell and end:
//
//	t.Note("it is dark")       a step in words
//	t.Fold("3 of 9 are right") one line in place of the steps so far
//	t.Fail("wanted light")     ends the check, with a caret under the last step
//	rest.Fail(4, "wanted b")   the same under a byte of what Rest has returned
//	t.Show("page: %s", text)   a step with text in it, which can Fail likewise
//	t.Skip("no lamp here")     ends the check: it cannot be run here
package check
