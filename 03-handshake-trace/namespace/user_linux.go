package namespace

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"

	"example.com/socket-tutorial/harness/lang"
)

// mark is set in the environment of a child that is root of a user namespace.
const mark = "HANDSHAKE_TRACE_NAMESPACE"

// reportFile is the descriptor on which the child says why it can do nothing.
const reportFile = 3

// InChild reports whether this process is the child of RunChild.
func InChild() bool { return os.Getenv(mark) != "" }

// RunChild runs the program again, as root of a user namespace and a network
// namespace of its own. It returns true when the child has done everything and
// succeeded; it ends the program when the child has failed. Otherwise the error
// says why namespaces are of no use here.
func RunChild() (done bool, err error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return false, err
	}
	defer reader.Close()
	// The child must not outlive us, and the kernel takes the thread that
	// started it for its parent: PR_SET_PDEATHSIG of prctl(2).
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	child := newChild(writer)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	err = child.Start()
	writer.Close()
	if errors.Is(err, unix.ENOSPC) { // what max_user_namespaces=0 looks like
		err = lang.Errorf("no more of them are allowed (sysctl user.max_user_namespaces)")
	}
	if err != nil {
		return false, lang.Errorf("user namespaces: %v", err)
	}
	go func() {
		for s := range signals {
			_ = child.Process.Signal(s)
		}
	}()
	why, _ := io.ReadAll(reader) // until the child has made its choice
	err = child.Wait()
	if len(why) > 0 {
		signal.Stop(signals)
		return false, lang.Errorf("in a user namespace: %s", why)
	}
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		os.Exit(max(1, failed.ExitCode())) // it has said why
	}
	return true, err
}

// newChild is this program with the same arguments, root in there.
func newChild(report *os.File) *exec.Cmd {
	child := exec.Command("/proc/self/exe", os.Args[1:]...)
	child.Args[0] = os.Args[0]
	child.Env = append(os.Environ(), mark+"=1")
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	child.ExtraFiles = []*os.File{report}
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	return child
}

// ReportToParent tells the process that waits in RunChild why nothing works in
// the namespace, and ends this one; or by an empty why that something does. In
// any other process it does nothing.
func ReportToParent(why string) {
	if !InChild() {
		return
	}
	file := os.NewFile(reportFile, "report")
	_, _ = io.WriteString(file, why)
	file.Close()
	if why != "" {
		os.Exit(0)
	}
}
