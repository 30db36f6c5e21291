// Package stagetest is what a stage's own tests need to run the stage's
// program: the test binary executes itself again as the program, so nothing
// is built and the test cache sees every change.
package stagetest

import (
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// runAsProgram is set in the environment of a test binary that is to be the
// program and not the tests.
const runAsProgram = "SOCKET_TUTORIAL_RUN_AS_PROGRAM"

// Main is the body of a stage's TestMain. In the tests it runs m and exits
// with its status, and those that are parallel wait together (see SideBySide); in
// a process started from Self it runs main, the stage's own, in the same way as
// the operating system would.
func Main(m *testing.M, main func()) {
	if os.Getenv(runAsProgram) != "" {
		os.Unsetenv(runAsProgram)
		main()
		os.Exit(0)
	}
	SideBySide(8)
	os.Exit(m.Run())
}

// SideBySide lets n parallel tests run at a time, unless go test's -parallel says
// otherwise: go test has as many as there are processors, and tests that wait for
// a program or for time to pass leave these idle. It is for a TestMain, and does
// nothing where another number has been set before.
func SideBySide(n int) {
	parallel := flag.Lookup("test.parallel")
	if parallel.Value.String() == parallel.DefValue {
		_ = parallel.Value.Set(strconv.Itoa(n)) // a number is what it takes
	}
}

// Thorough reports whether everything is to be tested, however long it takes, as
// .ci/run wants by SOCKET_TUTORIAL_TESTS=all in the environment. Otherwise a part
// stands for the whole where the rest is slow and rarely finds more.
func Thorough() bool {
	return os.Getenv("SOCKET_TUTORIAL_TESTS") == "all" && !testing.Short()
}

// Self returns a command, not yet started, that runs this test binary as the
// stage's program with args. It panics where the binary's own path is
// unknown, since no test could run.
func Self(args ...string) *exec.Cmd {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", runAsProgram+"=1") // English, whoever tests
	return cmd
}
