// Package stagetest is what a stage's own tests need to run the stage's
// program: the test binary executes itself again as the program, so nothing
// is built and the test cache sees every change.
package stagetest

import (
	"os"
	"os/exec"
	"testing"
)

// runAsProgram is set in the environment of a test binary that is to be the
// program and not the tests.
const runAsProgram = "SOCKET_TUTORIAL_RUN_AS_PROGRAM"

// Main is the body of a stage's TestMain. In the tests it runs m and exits
// with its status; in a process started from Self it runs main, the stage's
// own, in the same way as the operating system would.
func Main(m *testing.M, main func()) {
	if os.Getenv(runAsProgram) != "" {
		os.Unsetenv(runAsProgram)
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
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
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	return cmd
}
