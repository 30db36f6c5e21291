package check

import (
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// A program that waits wants no processor. One that has just started, or has much
// to tidy up, may want some; so it is looked at again and again, until for the
// length of a glance it has wanted hardly any.
const glance = 250 * time.Millisecond

// ExpectIdle wants the program to wait in the kernel now that it has nothing to do;
// words say why it has nothing. A busy machine gives a program that loops little of
// a processor, and lets one that wakes now and then wait for it: so the program is
// idle where it gets hardly any, or hardly ever wants it. The check is skipped where
// that is not known.
func (t *T) ExpectIdle(words lang.Format) {
	t.needResources()
	for wait := t.waitFor(t.patience()); wait.next(glance) > 0; {
		hadBefore, waitedBefore := t.process.Processor()
		started := time.Now()
		time.Sleep(glance)
		had, waited := t.process.Processor()
		had -= hadBefore
		elapsed := time.Since(started)
		wanted := had + waited - waitedBefore
		if had < elapsed/100 || wanted < elapsed/10 {
			t.Note("%s: it waits", lang.Say(words))
			return
		}
		t.running()
	}
	t.Note("%s, and it goes on running", lang.Say(words))
	t.Fail("wanted it to wait for the kernel, and not to ask again and again")
}

// Descriptors returns how many file descriptors the program has open, sockets and
// pipes, too. It skips the check where that is not known.
func (t *T) Descriptors() int {
	all, _ := t.descriptors()
	return all
}

// OpenFiles returns how many files and directories the program has open. It skips the
// check where that is not known.
func (t *T) OpenFiles() int {
	_, files := t.descriptors()
	return files
}

func (t *T) descriptors() (all, files int) {
	all, files, known := t.process.Descriptors()
	if !known {
		t.Skip("which files a program has open is not told here")
	}
	return all, files
}

// tolerance is how many descriptors more than before are no sign of anything: a
// language's runtime opens some when it needs them.
const tolerance = 4

// ExpectDescriptors wants the program to have as many descriptors open as before,
// soon; words say after what.
func (t *T) ExpectDescriptors(before int, words lang.Format) {
	open := before
	if t.Until(func() bool { open = t.Descriptors(); return open <= before+tolerance }) {
		t.Note("%s, and their descriptors are closed", lang.Say(words))
		return
	}
	t.Note("%s, and %d descriptors are open, where there were %d", lang.Say(words), open, before)
	t.Fail("wanted those of the connections closed")
}

// ExpectOpenFiles wants the program to have as many files open as before, soon.
func (t *T) ExpectOpenFiles(before int) {
	open := before
	if t.Until(func() bool { open = t.OpenFiles(); return open <= before+tolerance }) {
		return
	}
	t.Note("the program has %d files and directories open", open)
	t.Fail("wanted no more files open than before: each one that is opened must be closed")
}

// ExpectNoZombies wants the program to have waited for the processes that it has
// started and that have ended, soon. The last few may be waited for when the next
// client comes.
func (t *T) ExpectNoZombies() {
	zombies := 0
	if t.Until(func() bool { zombies = t.process.Zombies(); return zombies <= tolerance }) {
		return
	}
	t.Note("%d processes have ended, and their parent has not waited for them: zombies", zombies)
	t.Fail("wanted each process that has served a client gone")
}

func (t *T) needResources() {
	if !program.KnowsResources {
		t.Skip("this system does not tell what a program uses: there is no /proc as on Linux")
	}
}

// running fails the check where the program has ended.
func (t *T) running() {
	if t.ended() {
		_, words := t.process.Status()
		t.Note("the program has ended: %s", words)
		t.Fail("wanted it to run")
	}
}
